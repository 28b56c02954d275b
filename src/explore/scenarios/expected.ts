/** How often the harm of a scenario is to be seen under each memory model. */

export const everywhereNever = { sc: 'Never', tso: 'Never', armv8: 'Never' } as const;
export const onlyArm = { sc: 'Never', tso: 'Never', armv8: 'Sometimes' } as const;
export const everywhere = { sc: 'Sometimes', tso: 'Sometimes', armv8: 'Sometimes' } as const;
