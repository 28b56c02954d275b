import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cellsOf } from '../../src/run/batch/cells.ts';
import { findStubs } from '../../src/run/batch/stubs.ts';
import { readSpec } from '../../src/run/prepare.ts';
import { root } from '../cli/command.ts';

/** What is promised, on two cores. */
const SECONDS = 30;
const CORES = 2;
/** Every so many stubs are run; their cost stands for that of all. */
const SAMPLE = 6;

const everywhere = { models: ['all'], firmware: ['all'], profiles: [] };

function cellCount(files: string[]): number {
  return files.reduce((sum, file) => sum + cellsOf(readSpec(file), everywhere).length, 0);
}

/** `0m1.234s`, as the shell's `times` writes it, in seconds. */
function seconds(text: string): number {
  const [, minutes, rest] = /^(\d+)m([\d.]+)s$/.exec(text)!;
  return Number(minutes) * 60 + Number(rest);
}

/** Processor time of a command and of its children, in seconds: what a busy machine does not change. */
function processorTime(args: string[]): number {
  const command = [process.execPath, join(root, 'dist', 'trapline.js'), ...args].map((word) => `'${word}'`).join(' ');
  const { stdout } = spawnSync('/bin/sh', ['-c', `${command} >/dev/null; times`], { cwd: root, encoding: 'utf8' });
  const [, children] = stdout.trim().split('\n');
  return children!.split(' ').reduce((sum, text) => sum + seconds(text), 0);
}

describe('trapline check', () => {
  it('takes all stubs over all models and firmware within the time that is promised', () => {
    const all = findStubs(['guest-asm']);
    const sample = all.filter((_, index) => index % SAMPLE === 0);
    const spent = processorTime(['check', ...sample, '--models', 'all', '--firmware', 'all']);
    const expected = (spent * cellCount(all)) / cellCount(sample);
    expect(cellCount(sample)).toBeGreaterThan(1000);
    expect(expected / CORES).toBeLessThan(SECONDS);
  }, 300_000);
});
