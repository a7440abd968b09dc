import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Log } from './progress';

/** Whether a process of that id exists (a process of another user counts as existing). */
export function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return (error as NodeJS.ErrnoException).code === 'EPERM';
	}
}

/** One attempt to take the lock; the id of its living holder when somebody else has it. */
async function take(file: string): Promise<number | undefined> {
	try {
		await writeFile(file, String(process.pid), { flag: 'wx' });
		return undefined;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
	}
	const text = await readFile(file, 'utf8').catch(() => '');
	const holder = Number.parseInt(text, 10);
	if (Number.isInteger(holder) && isAlive(holder)) return holder;
	// An empty file may belong to someone between creating and writing it: give them the time of one poll.
	if (text === '') await new Promise((resolve) => setTimeout(resolve, 500));
	const again = await readFile(file, 'utf8').catch(() => '');
	if (again === text) await rm(file, { force: true });
	return take(file);
}

/** Runs `work` while no other process on this machine runs it under the same lock file; `what` names it for whoever waits. */
export async function withLock<T>(file: string, what: string, log: Log, work: () => Promise<T>): Promise<T> {
	await mkdir(dirname(file), { recursive: true });
	let told = false;
	for (let holder = await take(file); holder !== undefined; holder = await take(file)) {
		if (!told) log(`  Waiting for process ${holder}, which is ${what} …`);
		told = true;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}
