/**
 * What an encoding does: the operation (operations/*.ts) and what its record holds (operation.ts). The decoder and the
 * dispatch of the run loop are generated from these rows and the encoding table.
 *
 *   [ id,        operation,            record,                             when        ]
 *   ['add/imm',  'addImmediate<sf>',   'sp(Rd), sp(Rn), 0, imm12 << 12 * sh'           ]
 *
 * id         Row of the encoding table. Several rows of an id: the first whose condition holds.
 * operation  A function of operations/, with its type arguments; `sf` among them stands for u32 and u64 by that field.
 * record     d, n, m and the immediate, as AssemblyScript expressions over the encoding's fields, `word`, the instruction,
 *            and `address`, its own. What is left off is 0.
 * when       Condition over the fields.
 *
 * A row of the encoding table that is not here is allocated but not implemented.
 */
export type SemanticsRow = readonly [id: string, operation: string, record?: string, when?: string];
