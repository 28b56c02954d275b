/** The vector records of test/vectors/pkvm: one JSON object a line, addresses and registers as hexadecimal strings. */

/** The default firmware of a sequence: what it answers where no scripted response does. */
export interface VectorFirmware {
  version: string;
  min: string;
  /** A -1 is zero-extended from 32 bits. */
  neg32: boolean;
  feat: number;
  id?: number;
  features_ok?: boolean;
}

export interface VectorResponse {
  r: string[];
  /** Bytes for the hypervisor's RX buffer, in hexadecimal. */
  rx?: string;
}

export interface VectorStep {
  regs: string[];
  /** Immediate of the SMC. */
  imm?: number;
  responses?: VectorResponse[];
  /** Memory written before the call. */
  mem?: VectorMemory[];
}

export interface VectorMemory {
  pa: string;
  hex: string;
}

export interface VectorSmc {
  in: string[];
  out: string[];
  n: number;
  src: 'script' | 'default';
  /** Issued by the generic forwarder. */
  fwd?: boolean;
  /** First bytes of the hypervisor's TX buffer when the SMC was issued, in hexadecimal. */
  hyp_tx?: string;
}

export interface VectorState {
  host_tx: string;
  host_rx: string;
  hyp_bufs: boolean;
  hyp_ffa_version: string;
  negotiated: boolean;
  /** Locks held: 0 after every step. */
  locks: number;
}

export interface VectorInit {
  step: 'init';
  ret: number;
  smcs: VectorSmc[];
  st: VectorState;
}

export interface VectorResult {
  step: number;
  kind: 'handled' | 'forwarded' | 'smccc_not_supported' | 'psci' | 'el2_fault';
  handled?: boolean;
  out?: string[];
  smcs: VectorSmc[];
  st?: VectorState;
  /** Registers that hold uninitialised EL2 stack. */
  undef?: number[];
  warn_on?: number;
  /** Page states that the step changed, by address. */
  pages?: Record<string, string>;
  /** First bytes of the host's RX buffer after the step, in hexadecimal. */
  host_rx_after?: string;
  unused_responses?: number;
}

export interface VectorRecord {
  id: number;
  variant: string;
  spmc: VectorFirmware;
  smccc_version?: string;
  /** What surrounds the handler: see pkvmSurroundings. */
  hhs: 'classic' | 'newest';
  mem?: VectorMemory[];
  /** Pages that the host does not own. */
  not_host?: string[];
  init_responses?: VectorResponse[];
  steps: VectorStep[];
  result: [VectorInit, ...VectorResult[]];
}
