import { parseLitmus } from './litmus/parse.ts';
import type { LitmusSource } from './litmus/source.ts';
import type { LitmusFile } from './litmus/test.ts';
import { ConditionCompiler, compileConditions } from './outcome/condition.ts';
import { ObservableReader, observablesOf } from './outcome/observable.ts';
import type { Question } from './outcome/result.ts';
import { loadProgram, ValueReader } from './program/load.ts';
import type { Program } from './program/program.ts';

/** A litmus test, ready to be explored. */
export interface LoadedTest {
  source: LitmusSource;
  test: LitmusFile;
  program: Program;
  question: Question;
}

/** Reads a litmus test and encodes its instructions. Throws InputError at the place of what is wrong. */
export function loadLitmus(text: string, file: string): LoadedTest {
  const { source, test } = parseLitmus(text, file);
  const program = loadProgram(source, test);
  const reader = new ObservableReader(source, test, program);
  const compiler = new ConditionCompiler(reader, new ValueReader(source, program));
  const conditions = compileConditions(test, compiler);
  const observables = observablesOf(reader, test);
  const registers = reader.known.filter((observable) => observable.kind === 'register');
  const question: Question = { observables, ...conditions, registers };
  return { source, test, program, question };
}
