/** Notifications. */
import { OF_SPMC, type SuiteRow } from './row.ts';

const V12 = 'FFA_VERSION 1.2 -> any';
const CREATE = 'FFA_NOTIFICATION_BITMAP_CREATE 5 1 -> FFA_SUCCESS';
const BIND = 'FFA_NOTIFICATION_BIND SP>5 0 1 0 -> FFA_SUCCESS';
const REQ = 'FFA_MSG_SEND_DIRECT_REQ ME>SP 0 -> FFA_MSG_SEND_DIRECT_RESP';
/** A partition that sets bit 0 of machine 5 with each request. */
const setter = ['0x8001: on REQ call FFA_NOTIFICATION_SET x1=0x80010005 x3=1, then RESP'];

export const notificationRows: SuiteRow[] = [
  {
    row: 100,
    suite: 'HFS, HFE',
    test: 'notifications fails_info_get_from_sp',
    asserts: 'FFA_NOTIFICATION_INFO_GET of a partition: NOT_SUPPORTED',
    cases: [
      {
        name: 'partition',
        on: OF_SPMC,
        partitions: ['0x8001: on INIT call FFA_NOTIFICATION_INFO_GET_64, then wait'],
        steps: ['0x8001: FFA_NOTIFICATION_INFO_GET_64 -> NOT_SUPPORTED'],
      },
    ],
  },
  {
    row: 101,
    suite: 'TFT',
    test: 'notifications_bitmap_create_destroy, destroy_not_created, create_after_create',
    asserts: 'success, DENIED, DENIED',
    cases: [
      {
        name: 'create and destroy',
        on: OF_SPMC,
        steps: [V12, CREATE, 'FFA_NOTIFICATION_BITMAP_DESTROY 5 -> FFA_SUCCESS'],
      },
      { name: 'not created', on: OF_SPMC, steps: [V12, 'FFA_NOTIFICATION_BITMAP_DESTROY 5 -> DENIED'] },
      {
        name: 'created twice',
        on: OF_SPMC,
        steps: [V12, CREATE, 'FFA_NOTIFICATION_BITMAP_CREATE 5 1 -> DENIED'],
      },
    ],
  },
  {
    row: 102,
    suite: 'TFT',
    test: 'notifications already_bound, spoofing, zeroed',
    asserts: 'DENIED, INVALID_PARAMETERS, INVALID_PARAMETERS',
    cases: [
      {
        name: 'already bound',
        on: OF_SPMC,
        partitions: ['0x8001', '0x8002'],
        steps: [V12, CREATE, BIND, 'FFA_NOTIFICATION_BIND SP2>5 0 1 0 -> DENIED'],
      },
      {
        name: 'to a partition',
        on: OF_SPMC,
        partitions: ['0x8001', '0x8002'],
        steps: [V12, CREATE, 'FFA_NOTIFICATION_BIND SP>SP2 0 1 0 -> INVALID_PARAMETERS'],
      },
      {
        name: 'no bit',
        on: OF_SPMC,
        steps: [V12, CREATE, 'FFA_NOTIFICATION_BIND SP>5 0 0 0 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 103,
    suite: 'TFT',
    test: 'notifications unbind_pending',
    asserts: 'a bit that is pending cannot be unbound: DENIED',
    cases: [
      {
        name: 'pending',
        on: OF_SPMC,
        partitions: setter,
        steps: [V12, CREATE, BIND, REQ, 'FFA_NOTIFICATION_UNBIND SP>5 0 1 0 -> DENIED'],
      },
      {
        name: 'taken',
        on: OF_SPMC,
        partitions: setter,
        steps: [
          V12,
          CREATE,
          BIND,
          REQ,
          '0x8001: FFA_NOTIFICATION_SET -> FFA_SUCCESS',
          'FFA_NOTIFICATION_INFO_GET_64 -> FFA_SUCCESS_64 w2=0x80 w3=5',
          'FFA_NOTIFICATION_GET 0>5 1 -> FFA_SUCCESS w2=1 w3=0',
          'FFA_NOTIFICATION_UNBIND SP>5 0 1 0 -> FFA_SUCCESS',
        ],
      },
    ],
  },
  {
    row: 104,
    suite: 'TFT',
    test: 'notifications info_get_none, vm_bind_vm',
    asserts: 'NO_DATA, INVALID_PARAMETERS',
    cases: [
      { name: 'nothing pending', on: OF_SPMC, steps: [V12, 'FFA_NOTIFICATION_INFO_GET_64 -> NO_DATA'] },
      {
        name: 'between machines',
        on: OF_SPMC,
        steps: [V12, CREATE, 'FFA_NOTIFICATION_BIND 6>5 0 1 0 -> INVALID_PARAMETERS'],
      },
    ],
  },
  {
    row: 105,
    suite: 'TFT',
    test: 'vm_signals_sp_delay_sri_fail',
    asserts: 'a virtual machine may not delay the interrupt: INVALID_PARAMETERS',
    cases: [
      {
        name: 'delay',
        on: OF_SPMC,
        partitions: ['0x8001 properties=0x60b: on INIT call FFA_NOTIFICATION_BIND x1=0x00058001 x3=1, then wait'],
        steps: [
          V12,
          '0x8001: FFA_NOTIFICATION_BIND -> FFA_SUCCESS',
          'FFA_NOTIFICATION_SET 5>SP 2 1 0 -> INVALID_PARAMETERS',
        ],
      },
      {
        name: 'no delay',
        on: OF_SPMC,
        partitions: [
          '0x8001 properties=0x60b: on INIT call FFA_NOTIFICATION_BIND x1=0x00058001 x3=1, then wait; ' +
            'on REQ call FFA_NOTIFICATION_GET x1=0x8001 x2=2, then RESP',
        ],
        steps: [
          V12,
          'FFA_NOTIFICATION_SET 5>SP 0 1 0 -> FFA_SUCCESS',
          REQ,
          '0x8001: FFA_NOTIFICATION_GET -> FFA_SUCCESS w2=0 w4=1',
        ],
      },
    ],
  },
  {
    row: 118,
    suite: 'ACS',
    test: 'notification_* (9 tests)',
    asserts: 'create, destroy, bind, unbind, set, get and info_get',
    cases: [
      {
        name: 'destroyed while pending',
        on: OF_SPMC,
        partitions: setter,
        steps: [V12, CREATE, BIND, REQ, 'FFA_NOTIFICATION_BITMAP_DESTROY 5 -> DENIED'],
      },
      {
        name: 'set by a stranger',
        on: OF_SPMC,
        partitions: ['0x8001', '0x8002: on REQ call FFA_NOTIFICATION_SET x1=0x80020005 x3=1, then RESP'],
        steps: [
          V12,
          CREATE,
          BIND,
          'FFA_MSG_SEND_DIRECT_REQ ME>SP2 0 -> FFA_MSG_SEND_DIRECT_RESP',
          '0x8002: FFA_NOTIFICATION_SET -> DENIED',
        ],
      },
      {
        name: 'told once',
        on: OF_SPMC,
        partitions: setter,
        steps: [
          V12,
          CREATE,
          BIND,
          REQ,
          'FFA_NOTIFICATION_INFO_GET_64 -> FFA_SUCCESS_64',
          'FFA_NOTIFICATION_INFO_GET_64 -> NO_DATA',
        ],
      },
      {
        name: 'unbound by a stranger',
        on: OF_SPMC,
        partitions: ['0x8001', '0x8002'],
        steps: [V12, CREATE, BIND, 'FFA_NOTIFICATION_UNBIND SP2>5 0 1 0 -> DENIED'],
      },
      {
        name: 'no context',
        on: OF_SPMC,
        steps: [V12, CREATE, 'FFA_NOTIFICATION_GET 9>5 1 -> INVALID_PARAMETERS'],
      },
    ],
  },
];
