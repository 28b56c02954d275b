/** Width and meaning of codes, and who answers how to what it does not know. */
import { FFA_VERSION } from '../../../assembly/ffa/ids.ts';
import { FFA_NOT_SUPPORTED } from '../../../assembly/ffa/status.ts';
import { generalNumber } from '../observe.ts';
import type { Dispute } from '../rule.ts';

const SIGN = 0xffffffffn;

/** A 32-bit code that fills 64 bits with its sign. */
export const signExtended: Dispute = {
  id: 'sign-extended',
  question: 'Is a negative code in a W register zero-extended or sign-extended to 64 bits?',
  sides: [
    {
      who: 'TF-A SPMD, Hafnium, Xen',
      says: 'codes of FF-A are int32: what stands in w2 or w0 is zero-extended',
      clause: 'DEN0077A, FFA_ERROR; DEN0028 2.6',
    },
    {
      who: 'pKVM, TF-A’s EL3 SPMC',
      says: 'callers look at 32 bits; an int that is assigned to a register carries its sign, as SMCCC’s -1 does',
      clause: 'DEN0028 5.2',
    },
  ],
  references: [
    'TF-A e46b2fd210e2 (March 2021): zero-extended; 4abd7fa71f3c (February 2018): SMCCC’s -1 sign-extended',
    'Xen 00c4db573101 (December 2025): masked to 32 bits, compared as int32',
  ],
  allows: (change) => change.after >> 32n === SIGN,
};

/** The -1 of whoever does not implement FF-A at all. */
export const withoutFfa: Dispute = {
  id: 'without-ffa',
  question: 'What does a component answer to an FF-A call that it does not know?',
  sides: [
    { who: 'FF-A', says: 'FFA_ERROR with NOT_SUPPORTED', clause: 'DEN0077A, FFA_ERROR' },
    {
      who: 'SMCCC',
      says: 'a component without FF-A answers any unknown function id with -1 in x0',
      clause: 'DEN0028 5.2',
    },
  ],
  references: ['Xen 75571e162b (December 2023): from -1 to FFA_ERROR'],
  allows: (change, { id }) =>
    id.word !== FFA_VERSION &&
    generalNumber(change) === 0 &&
    Number(BigInt.asIntN(32, change.after)) === FFA_NOT_SUPPORTED,
};

/** Bits 23:17 of a fast call are zero, and not everybody looks. */
export const ignoresReservedBits: Dispute = {
  id: 'ignores-reserved-bits',
  question: 'Is a function id with bits 23:17 set the id without them, or none?',
  sides: [
    { who: 'SMCCC 1.3, TF-A', says: 'the bits must be zero: -1', clause: 'DEN0028 2.5, table 2-1' },
    {
      who: 'pKVM, Xen',
      says: 'owner and number say whose call it is, and FF-A answers it as one that it does not know',
      clause: 'Linux arch/arm64/kvm/hyp/nvhe/ffa.c, is_ffa_call',
    },
  ],
  references: ['TF-A f8a35797b (March 2023): refused from then on'],
  allows: (_, { id, reply }) => id.reserved !== 0 && reply.row !== undefined,
};

/** A response of the other width than its request. */
export const otherWidth: Dispute = {
  id: 'other-width',
  question: 'Must a direct response have the width of its request?',
  sides: [
    {
      who: 'Linux driver, FF-A 1.3',
      says: 'a request of one form is answered in that form; anything else is an error',
      clause: 'DEN0077A, FFA_MSG_SEND_DIRECT_RESP',
    },
    {
      who: 'OP-TEE before October 2023',
      says: 'a 32-bit response to a 64-bit request is unexpected, not forbidden',
      clause: 'OP-TEE 1d184480d',
    },
  ],
  references: ['OP-TEE 1d184480d (October 2023)'],
  allows: (_, { id, version }) => id.form === 64 && version !== '1.3',
};

/** Garbage above the function id is no call that anybody meant to make. */
export const refusesUpperId: Dispute = {
  id: 'refuses-upper-id',
  question: 'Is x0 with bits above the function id a call?',
  sides: [
    {
      who: 'SMCCC, TF-A, Hafnium, Xen',
      says: 'the id is w0; what stands above it is ignored',
      clause: 'DEN0028 2.5, 3.1',
    },
    {
      who: 'pKVM from 2026',
      says: 'a caller that leaves bits above w0 is mistaken: -1, and nothing is forwarded',
      clause: 'Linux arch/arm64/kvm/hyp/nvhe/hyp-main.c, handle_host_smc',
    },
  ],
  references: ['Linux handle_host_smc (2026)', 'Xen 7f4217cc60 (2019), ede2583fa1 (2021): compared as 32 bits'],
  allows: (_, { trap }) =>
    trap.probes?.some(({ register, elsewhere, tried }) => register === 0 && elsewhere && tried >> 32n !== 0n) ?? false,
};
