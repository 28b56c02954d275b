/** The programs of secure partitions: assembled for their own addresses, beside the stub's. */
import { dirname, isAbsolute, join } from 'node:path';
import { secureRange } from '../engine/secure.ts';
import type { Image } from './image.ts';
import { type LoadOptions, loadProgram } from './load.ts';
import { hex } from './placement.ts';
import { InputError } from './source.ts';
import { complaint, gather } from './stub/place.ts';
import type { PartitionSpec, StubSpec } from './stub/spec.ts';

/** Names the range of a partition where a segment is not within it. */
function checkPlaces(image: Image, { id, code }: PartitionSpec, index: number): void {
  const { start, end } = secureRange(index);
  for (const { name, address, bytes } of image.segments) {
    if (address >= start && address + BigInt(bytes.length) <= end) continue;
    const range = `${hex(start)} to ${hex(end)}, which partition ${hex(id)} has`;
    throw complaint(code!.place, `${code!.file}: section ${name} at ${hex(address)} does not fit ${range}`);
  }
}

function loadOne(spec: StubSpec, index: number, options: LoadOptions): Image {
  const partition = spec.partitions[index]!;
  const { file, place } = partition.code!;
  const path = isAbsolute(file) ? file : join(dirname(spec.file), file);
  const symbols = [
    ...(options.symbols ?? []),
    { name: 'CONDUIT', value: '0' },
    { name: 'PARTITION', value: hex(partition.id) },
  ];
  const address = secureRange(index).start;
  try {
    const image = loadProgram(path, { ...options, symbols, address, base: address, anyText: true });
    checkPlaces(image, partition, index);
    return image;
  } catch (error) {
    if (!(error instanceof InputError) || error.diagnostics.length > 0) throw error;
    throw complaint(place, error.message);
  }
}

/** Throws InputError where the stub's own program stands where a partition's does. */
function rejectOverlap(image: Image, spec: StubSpec, programs: ReadonlyMap<number, Image>): void {
  const last = spec.partitions.findLastIndex(({ id }) => programs.has(id));
  for (const { name, address, bytes } of image.segments) {
    const end = address + BigInt(bytes.length);
    if (last < 0 || end <= secureRange(0).start || address >= secureRange(last).end) continue;
    const range = `${hex(secureRange(0).start)} to ${hex(secureRange(last).end)}`;
    throw new InputError(`${spec.file}: section ${name} is in the memory of secure partitions, ${range}`);
  }
}

/**
 * The program of a stub with those of its partitions, each at the start of its own range; CONDUIT is 0 for them, and
 * PARTITION the endpoint id. Throws InputError for a program that is missing, wrong, or does not fit its range.
 */
export function withPrograms(image: Image, spec: StubSpec, options: LoadOptions): Image {
  const numbers = [...spec.partitions.keys()].filter((index) => spec.partitions[index]!.code);
  if (numbers.length === 0) return image;
  const loaded = gather(numbers, (index) => [spec.partitions[index]!.id, loadOne(spec, index, options)] as const);
  const programs = new Map(loaded);
  rejectOverlap(image, spec, programs);
  const all = [...programs.values()];
  const messages = [image, ...all].flatMap((each) => each.messages ?? []);
  return {
    ...image,
    programs,
    lines: new Map([image, ...all].flatMap(({ lines }) => [...lines])),
    ...(messages.length > 0 && { messages }),
  };
}
