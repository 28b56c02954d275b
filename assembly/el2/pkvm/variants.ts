/** The models of the pKVM host proxy: one row of switches each. TypeScript only. */

/** A model: what it changes in the model that it starts from. */
export interface Variant {
  name: string;
  description: string;
  /** Kernel version, commit (git blob of ffa.c where known), series and message. */
  provenance: string;
  /** Name of the row that this one starts from; absent: the standard of every switch. */
  from?: string;
  /** Switch name to value name. */
  switches: Record<string, string>;
}

export const pkvmVariants: Variant[] = [
  {
    name: 'pkvm/v6.18',
    description: 'SMCCC 1.2 registers, FF-A 1.2, x0-x17 always written back',
    provenance: 'v6.18, torvalds/linux a4a508df2aa3, ffa.c 58b7d0c477d7',
    switches: {},
  },
  {
    name: 'pkvm/v6.18-rc1',
    description: 'as v6.18, before the access descriptor grew to 32 bytes',
    provenance: 'v6.18-rc1, torvalds/linux 162190f2ccdc, ffa.c 4e16f9b96f63',
    from: 'pkvm/v6.18',
    switches: { minimum_fragment: '64' },
  },
  {
    name: 'pkvm/no-downgrade',
    description: 'a lower minor after negotiation is refused; SMCCC 1.1, FF-A 1.1, x0-x3 written back',
    provenance: 'torvalds/linux f41426939244 (v6.18-rc1), ffa.c 2c199d40811e',
    from: 'pkvm/v6.18-rc1',
    switches: {
      hyp_version: '1.1',
      smccc: '1.1',
      retval: 'x0-x3',
      buffer_size: 'exact',
      notifications: 'forwarded',
      calls_1_2: 'forwarded',
      direct_req2: 'forwarded',
    },
  },
  {
    name: 'pkvm/v6.15',
    description: 'FFA_VERSION negotiated once, the flag read with acquire; a lower minor gets the negotiated version',
    provenance: 'v6.15-rc2 (a344e258acb0) to v6.17, ffa.c 3369dd0c4009',
    from: 'pkvm/no-downgrade',
    switches: { downgrade: 'answered' },
  },
  {
    name: 'pkvm/v6.12',
    description: 'FFA_VERSION trapped and negotiated once',
    provenance: 'v6.12 to v6.14, ffa.c e433dfab882a',
    from: 'pkvm/v6.15',
    switches: {},
  },
  {
    name: 'pkvm/v6.17-stable',
    description: 'as v6.15 with an access descriptor of 32 bytes, so that a first fragment needs 80',
    provenance: 'v6.12.y and v6.17.y stable, gregkh/linux f9f1aed6c8a3, ffa.c c32437d750e5',
    from: 'pkvm/v6.15',
    switches: { minimum_fragment: '80' },
  },
  {
    name: 'pkvm/v6.6',
    description: 'first proxy with memory sharing: no version trap, FF-A 1.0, every call from the start',
    provenance: 'v6.6, ffa.c 8d21ab904f1a',
    from: 'pkvm/v6.15',
    switches: {
      last_number: '0x7f',
      gate: 'open',
      version_call: 'forwarded',
      hyp_version: '1.0',
      init_calls: 'at-boot',
      partition_info_path: 'forwarded',
      direct_req_32: 'refused',
      minimum_fragment: '48',
      access_offset: 'at-32',
      rx_release: 'never',
      retrieve_header: '32',
    },
  },
  {
    name: 'pkvm/v6.6-stable',
    description: 'as v6.6 with the descriptor offset check, which changes no answer: the sum was 64 bits wide already',
    provenance: 'v6.6.y stable, microsoft/WSL2-Linux-Kernel a07f9ea8a991, ffa.c eacf4ba1d88e',
    from: 'pkvm/v6.6',
    switches: {},
  },
  {
    name: 'pkvm/no-version-trap',
    description: 'the proxy as it stood when trapping FFA_VERSION was first proposed: the call goes straight to EL3',
    provenance: 'v6.6 behaviour, ffa.c 8d21ab904f1a; the starting point of the April 2024 series',
    from: 'pkvm/v6.6',
    switches: {},
  },
  {
    name: 'pkvm/version-trap-v1',
    description:
      'FFA_VERSION trapped as first posted: the host may lower the version at any time, also after other calls',
    provenance: 'posted April 2024 on v6.6, from the text of the thread; checks of the major version are unconfirmed',
    from: 'pkvm/v6.6',
    switches: { version_call: 'renegotiated' },
  },
  {
    name: 'pkvm/mainline-2026a',
    description: 'descriptor bounds checked, EL3 refusals compared in 32 bits, SMC immediates and upper bits refused',
    provenance: '2026 mainline-like, damonitor/linux 6a7a181f6921',
    from: 'pkvm/v6.18',
    switches: {
      smc_immediate: 'refused',
      upper_bits: 'refused',
      neg1_compare: '32',
      minimum_fragment: 'by-version',
      descriptor_bounds: 'on',
      range_alignment: 'on',
    },
  },
  {
    name: 'pkvm/mainline-2026b',
    description: 'as mainline-2026a; the result structure is zeroed and the 64-bit DIRECT_RESP refused',
    provenance: 'newest stored, intel-lab-lkp/linux 111ef63ae953',
    from: 'pkvm/mainline-2026a',
    switches: { result: 'zeroed', direct_resp_64: 'refused', access_offset: 'from-descriptor' },
  },
  {
    name: 'pkvm/retval-v7',
    description: 'v6.18-rc1 with the write-back rule of v7: x8-x17 by bit 30 of the answer, but for FFA_VERSION',
    provenance: 'ffa_set_retval as posted in v7 2/5 (1 July 2025, blob 65d241ba3240)',
    from: 'pkvm/v6.18-rc1',
    switches: { retval: 'response-id' },
  },
  {
    name: 'pkvm/retval-v8',
    description: "v6.18-rc1 with the write-back rule of v8 and v9: x8-x17 by bit 30 of the caller's x0",
    provenance: 'ffa_set_retval as posted in v8 and v9 2/6 (19 and 30 July 2025, blob e66149d40c96)',
    from: 'pkvm/v6.18-rc1',
    switches: { retval: 'request-id' },
  },
  {
    name: 'pkvm/series-v7',
    description: 'the whole series as posted in v7: DIRECT_REQ2 issued by EL2, its sender checked',
    provenance: 'posted 1 July 2025, ffa.c 21225988a936',
    from: 'pkvm/retval-v7',
    switches: { direct_req2: 'handled-sender', el3_intr_handle: 'refused', buffer_size: 'strict' },
  },
  {
    name: 'pkvm/series-v8',
    description: 'the whole series as posted in v8: DIRECT_REQ2 issued by EL2',
    provenance: 'posted 19 July 2025, rebuilt from the messages',
    from: 'pkvm/retval-v8',
    switches: { direct_req2: 'handled', el3_intr_handle: 'refused' },
  },
  {
    name: 'pkvm/series-v9',
    description: 'the whole series as posted in v9: DIRECT_REQ2 refused',
    provenance: 'posted 30 July 2025, ffa.c a9d827ec5a11',
    from: 'pkvm/retval-v8',
    switches: { el3_intr_handle: 'refused' },
  },
  {
    name: 'pkvm/host-direct-messages',
    description: 'direct messages issued by EL2, FFA_ID_GET answered there',
    provenance: 'posted 30 October 2025 on v6.18-rc1, ffa.c 0d91411fd1d0',
    from: 'pkvm/v6.18-rc1',
    switches: { direct_path: 'handled', direct_req2: 'handled', id_get_path: 'handled' },
  },
];
