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

/** Tries once to take the lock; returns the process id of the holder if another running process has it. */
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
	// An empty file may have just been created by a process that is about to write its id: wait for that.
	if (text === '') await new Promise((resolve) => setTimeout(resolve, 500));
	const again = await readFile(file, 'utf8').catch(() => '');
	if (again === text) await rm(file, { force: true });
	return take(file);
}

/** Runs `work` while holding the lock file. `what` names the work to a process that has to wait for it. */
export async function withLock<T>(file: string, what: string, log: Log, work: () => Promise<T>): Promise<T> {
	await mkdir(dirname(file), { recursive: true });
	let announced = false;
	for (let holder = await take(file); holder !== undefined; holder = await take(file)) {
		if (!announced) log(`  Waiting for process ${holder}, which is ${what} …`);
		announced = true;
		await new Promise((resolve) => setTimeout(resolve, 1_000));
	}
	try {
		return await work();
	} finally {
		await rm(file, { force: true });
	}
}
