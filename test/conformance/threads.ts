/**
 * What the mail threads about pKVM's FF-A proxy claim, row by row: S0 renegotiation by the host (May 2025), S1 the registers
 * that come back (July 2025), S2 trapping FFA_VERSION (April and May 2024), S4 the order of initialisation (May 2026); and
 * S3, about the version negotiation of Xen's mediator (November and December 2025). The stubs name the rows that they show.
 */

/** One claim, counterclaim, proposal or question. */
export interface ThreadRow {
  id: string;
  claim: string;
  /** Where the recorded behaviour of the real functions is another one than the thread, or our notes of it, have it. */
  differs?: string;
  /** Tests that show it from a table instead of a stub. */
  table?: string;
  /** Why the row, or what is left of it, cannot be run here. */
  notRun?: string;
}

const CASES = 'test/conformance/thread-cases.test.ts';
const XEN_CASES = 'test/el2/xen-version.test.ts';

export const threadRows: ThreadRow[] = [
  { id: 'S0-1', claim: 'a second FFA_VERSION that asks for less is answered with the version agreed on' },
  { id: 'S0-2', claim: 'a host that is told 1.2 may conclude that it can go on with 1.1, and EL2 goes on with 1.2' },
  {
    id: 'S0-3',
    claim: 'a host that assumes 1.1 loses x8-x17 in SMC64 calls, unless EL2 writes back four registers',
    differs:
      'a direct message is forwarded in every version, and the forwarder returns x0-x17: its x8-x17 are lost with four registers written back, too. The calls that EL2 answers are as claimed',
  },
  {
    id: 'S0-4',
    claim: 'a descriptor of 1.0 does not pass a parser of 1.1, nor the other way round',
    differs:
      'the results are as claimed, the reasons are not: until 2026 the offset in the header is not looked at, and the receiver never is',
  },
  { id: 'S0-5', claim: 'no answer to FFA_VERSION says "stay at the version agreed on"' },
  { id: 'S0-6', claim: 'the negotiated version is a constant, whatever is answered' },
  {
    id: 'S0-7',
    claim: 'a host that asks again after other calls and goes on with 1.1 breaks the protocol itself',
    notRun:
      'who broke the protocol is for a monitor of the sequence to say; the stub shows the calls and their answers',
  },
  { id: 'S0-8', claim: 'refuse if and only if the requested minor version is lower (the matrix)' },
  { id: 'S0-9', claim: 'the same, in other words: the version is locked in' },
  { id: 'S0-10', claim: 'it happens: load a driver of 1.2, unload it, load one of 1.1' },
  {
    id: 'S0-11',
    claim: 'a boot loader asks for less than the operating system after it',
  },
  { id: 'S0-12', claim: 'EL2 refused to change already; only the return code is at stake' },
  { id: 'S0-13', claim: 'a 1.0 driver after a 1.1 driver goes on with descriptors that EL2 does not take' },
  { id: 'S0-14', claim: 'a 1.2 driver after a 1.1 driver lowers itself and works' },
  { id: 'S0-15', claim: 'failing at FFA_VERSION is clearer than INVALID_PARAMETERS later' },
  { id: 'S0-16', claim: 'NOT_SUPPORTED is acceptable (the same code as S0-8)' },
  { id: 'S0-17', claim: 'after a refusal the host may ask for the agreed version again' },
  {
    id: 'S1-1',
    claim: 'x4-x7 are preserved unless they contain results: FFA_ID_GET',
    differs:
      'FFA_ID_GET is forwarded after negotiation in every merged version, so the rule of writing back plays no part',
  },
  { id: 'S1-2', claim: 'a caller that zeroes reserved registers cannot tell the difference' },
  { id: 'S1-3', claim: 'EL2 can copy everything and rely on EL3' },
  { id: 'S1-4', claim: 'a proxy that passes everything on needs no knowledge of single calls', table: CASES },
  {
    id: 'S1-5',
    claim: "v7: x8-x17 by bit 30 of the answer's id, but for FFA_VERSION; seven kinds of answers",
    differs:
      'in the real series FFA_RUN and unknown ids are forwarded, which returns x0-x17 whatever the rule, and FFA_PARTITION_INFO_GET_REGS is refused before the rule is asked',
  },
  {
    id: 'S1-6',
    claim: "the caller's id alone fails: FFA_MSG_WAIT (32) may return a 64-bit request",
  },
  { id: 'S1-7', claim: 'no rule satisfies both SMCCC and FF-A up to 1.2 there' },
  {
    id: 'S1-8',
    claim: 'the two waiting states of FF-A are one, so S1-6 is legal',
  },
  { id: 'S1-9', claim: 'SMCCC is clear: fix FF-A, choose v8' },
  {
    id: 'S1-10',
    claim: 'FFA_SUCCESS_64 is used only for 64-bit results, so the id of an answer says nothing about its caller',
  },
  { id: 'S1-11', claim: "so v8 decides by the caller's id" },
  {
    id: 'S1-12',
    claim: 'a request that is interrupted and resumed with FFA_RUN (32) loses half of its answer by the rule of v8',
    differs:
      'FFA_RUN is forwarded in every version, the posted ones included, so v8 loses nothing; as claimed where EL2 issues it',
  },
  { id: 'S1-13', claim: 'a request that is answered at once works by either rule' },
  { id: 'S1-14', claim: 'the 64-bit FFA_RUN of FF-A 1.3 settles S1-12' },
  { id: 'S1-15', claim: 'the score of the three rules' },
  { id: 'S1-16', claim: 'as merged: REQ2 stays refused, and every call that EL2 answers overwrites x8-x17' },
  { id: 'S1-17', claim: 'the -1 of FFA_VERSION has bit 30 set: without its exception v7 overwrites x8-x17' },
  {
    id: 'S1-18',
    claim: "TF-A's SPMD has the rule of v7 at EL3, by versions",
  },
  { id: 'S1-19', claim: 'the same calls behind Xen' },
  { id: 'S1-20', claim: 'an SMC32 answer to an SMC64 request: whose x8-x17?' },
  { id: 'S1-21', claim: 'FFA_RUN answered by FFA_MSG_WAIT: pKVM passes it on, Xen does not' },
  { id: 'S2-1', claim: 'untrapped, a host negotiates past its hypervisor, and their layouts disagree' },
  { id: 'S2-2', claim: 'one global version is enough: host, proxy and secure side end up with the same' },
  {
    id: 'S2-3',
    claim: 'keep a version for each client',
    notRun: 'pKVM has one client, the host; Xen keeps a version for each guest',
  },
  {
    id: 'S2-4',
    claim: 'several versions at once would need a converter for descriptors',
    table: CASES,
    notRun: 'a secure side that parses descriptors: shown is that EL2 passes them on as they came',
  },
  { id: 'S2-5', claim: 'the version must be read under the lock of the buffers' },
  { id: 'S2-6', claim: 'that lock shows that renegotiation at run time is allowed, which the specification forbids' },
  { id: 'S2-7', claim: "four steps by which the secure side's raw answer splits the versions" },
  { id: 'S2-8', claim: "return the proxy's own highest version, not what the secure side returned" },
  { id: 'S2-9', claim: 'a lower version only after asking the secure side' },
  { id: 'S2-10', claim: 'negotiation comes before any other call' },
  {
    id: 'S2-11',
    claim: "EL2's own FFA_FEATURES at boot ends negotiation, so the host cannot lower the version",
    differs:
      'so it is where the secure side refuses. Where it answers the version that it stays at, EL2 takes that for consent and tells the host 1.0: the versions split',
  },
  { id: 'S2-12', claim: "so put the other calls off until the host's FFA_VERSION" },
  {
    id: 'S2-13',
    claim: 'a built-in driver has set up FF-A with EL3 before EL2 traps its calls',
  },
  { id: 'S2-14', claim: 'with a hypervisor in between two pairs negotiate' },
  { id: 'S2-15', claim: 'a 32-bit -1 is not recognised as a refusal' },
  { id: 'S2-16', claim: 'bit 31 in the requested version is not looked at' },
  { id: 'S2-17', claim: 'the version is lowered before the calls that may fail, and stays so' },
  { id: 'S2-18', claim: 'a second try asks for a version after other calls were made' },
  { id: 'S3-1', claim: 'nothing but FFA_VERSION is answered before a VM has asked for a version' },
  { id: 'S3-2', claim: "FFA_VERSION always tells the mediator's own version, and keeps what was asked for" },
  { id: 'S3-3', claim: "another major version is told the mediator's own, which is then kept for the VM" },
  { id: 'S3-4', claim: 'FFA_VERSION may be called many times before another call, and the last one counts' },
  { id: 'S3-5', claim: 'the first other call freezes the version and lists the VM, once, even where the call fails' },
  { id: 'S3-6', claim: 'once it is frozen, FFA_VERSION changes nothing' },
  { id: 'S3-7', claim: 'x1 of the call that ends negotiation is not taken for a version' },
  { id: 'S3-8', claim: 'before the series, FFA_VERSION itself listed a VM, once' },
  {
    id: 'S3-9',
    claim: 'a message to a VM that has only asked for a version is refused; before the series it was not',
    table: XEN_CASES,
  },
  { id: 'S3-10', claim: 'destroying a VM takes it off the list only where it was in it', table: XEN_CASES },
  {
    id: 'S3-11',
    claim: 'the inner look at the flag of v1 is always true',
    notRun: 'it is about the text of the code, not about what it does',
  },
  { id: 'S3-12', claim: 'a reader without the lock may see the flag and not yet the version' },
  { id: 'S3-13', claim: "the order of the writer's stores is no order for a reader" },
  { id: 'S3-14', claim: 'one word that is published last leaves no mixed state' },
  { id: 'S3-15', claim: 'FFA_VERSION against the first other call: one of them comes first' },
  {
    id: 'S3-16',
    claim: "FFA_VERSION that comes after publication tells the mediator's own version and changes nothing",
  },
  { id: 'S3-17', claim: 'v1 compares a version that may still change' },
  {
    id: 'S3-18',
    claim: 'it conforms to what FF-A 1.2 says of negotiation',
    differs: 'an incompatible version is not refused, and neither is one with bit 31 set; the rest is as claimed',
  },
  { id: 'S3-19', claim: 'Xen keeps a version for each VM, where pKVM has one', table: XEN_CASES },
  { id: 'S4-1', claim: 'a driver that starts before pKVM: EL2 knows neither its version nor its buffers' },
  { id: 'S4-2', claim: 'pKVM completes after the driver starts, and it works: SMCs trap from the start of KVM on' },
  { id: 'S4-3', claim: 'the linker puts KVM first, so nobody sees the problem' },
  { id: 'S4-4', claim: 'to rely on that is fragile: only orders with KVM before the driver work' },
  {
    id: 'S4-5',
    claim: 'a root device puts the driver off until pKVM is final',
  },
  {
    id: 'S4-6',
    claim: 'then EFI variables cannot be read in time: the request comes before the version',
  },
  { id: 'S4-7', claim: 'so read them later' },
  { id: 'S4-8', claim: 'or let direct requests through before the host negotiates' },
  { id: 'S4-9', claim: 'which the specification forbids: any other call ends the negotiation' },
  {
    id: 'S4-10',
    claim: 'a partition waits for messages only once versions are negotiated',
    differs:
      "partitions of Hafnium and OP-TEE wait from the boot on; TF-A's own SPMC refuses the request, not the partition",
  },
  { id: 'S4-11', claim: 'EL2 has negotiated when it starts; the host only renegotiates, if it asks for less' },
  { id: 'S4-12', claim: 'a direct request is the same in every version' },
  {
    id: 'S4-13',
    claim: 'two FFA_VERSION with no call between are one negotiation, continued',
    differs: "Hafnium takes the dispatcher's message for a call between, and refuses the second",
  },
  {
    id: 'S4-14',
    claim: 'one CPU is trapped already, another one is not',
    table: 'test/el2/start.test.ts',
  },
  {
    id: 'S4-15',
    claim: 'a TPM over FF-A is missing where IMA looks for it',
  },
  {
    id: 'S4-16',
    claim: 'a boot loader has negotiated 1.0 before pKVM asks for 1.2',
    differs:
      'behind Hafnium v6.18 does not come up, as claimed. A proxy that knows the 32-bit refusal comes up, takes FF-A for absent and tells its host 0.0',
  },
  { id: 'S4-17', claim: 'a secure interrupt ends the negotiation before it has begun' },
  { id: 'S4-18', claim: 'EL2 maps its buffers when it starts, and the host asks for less after it' },
];
