/**
 * AssemblyScript's integer names, as TypeScript sees them in the constant files that both sides share.
 * Only widths that fit a JavaScript number exactly may appear in a shared file.
 */
type u8 = number;
type u16 = number;
type u32 = number;
type i32 = number;
type usize = number;
