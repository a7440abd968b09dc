import { existsSync } from 'node:fs';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { installPackage, packPackage } from '../../testbed/pack';
import { repoRoot, userCacheFolder } from '../../testbed/paths';
import { cleanEnv, npm, run } from '../../testbed/run';
import { temporaryFolder } from '../../testbed/temporary';
import { digits, interleave, formatSpread, spread } from '../lib/measure';
import type { Context, Benchmark } from '../lib/types';

/**
 * Two popular community packs for comparison, with the versions that were compared: numbers 1 and 4 by monthly
 * downloads in the list of github.com/restyler/awesome-n8n of 2026-01-20.
 */
const COMPARED = { 'n8n-nodes-evolution-api': '1.0.4', 'n8n-nodes-mcp': '0.1.37' };

interface Loaded {
	ms: number;
	bytes: number;
	files: number;
}

async function load(folder: string, how: 'require' | 'n8n'): Promise<Loaded> {
	const child = join(__dirname, '..', 'lib', 'loadChild.cjs');
	const args = ['--expose-gc', child, folder, how, repoRoot];
	const { code, stdout, output } = await run(process.execPath, args, {
		cwd: folder,
		env: {
			...cleanEnv(),
			N8N_USER_FOLDER: folder,
			N8N_LOG_LEVEL: 'silent',
			// An installed pack finds n8n-workflow in n8n's own node_modules.
			NODE_PATH: join(repoRoot, 'node_modules'),
		},
	});
	const line = stdout.trim().split('\n').at(-1);
	if (code !== 0 || !line) throw new Error(output);
	return JSON.parse(line) as Loaded;
}

/** Installs a pack from npm as a self-hoster's n8n would, without its scripts; once, in the cache folder. */
async function installed(name: string, version: string): Promise<string> {
	const folder = join(userCacheFolder(), 'bench', `${name}-${version}`);
	const target = join(folder, 'node_modules', name);
	if (existsSync(target)) return target;
	await mkdir(folder, { recursive: true });
	await writeFile(join(folder, 'package.json'), '{"private":true}');
	const flags = ['--ignore-scripts', '--legacy-peer-deps', '--omit=peer', '--no-audit', '--no-fund'];
	const { code, output } = await npm(['install', ...flags, `${name}@${version}`], { cwd: folder });
	if (code !== 0) throw new Error(output);
	return target;
}

/** This pack, installed as in an n8n. */
async function ours({ log }: Context) {
	const { path, dispose } = await temporaryFolder('moving-partners-weight-');
	const packed = await packPackage({ log });
	await installPackage(packed, path);
	const modules = join(path, '.n8n', 'nodes', 'node_modules');
	return { folder: join(modules, packed.name), kilobytes: (await stat(packed.tarball)).size / 1000, dispose };
}

export const weight: Benchmark = {
	name: 'weight',
	async measure(context) {
		const title = 'Weight';
		const work =
			'The packed tarball, unpacked as in an n8n; all nodes and credentials loaded in a fresh process that has n8n-workflow loaded already';
		if (context.smoke)
			return { title, work, checks: [], tables: [], notes: [], skipped: 'it needs the packed tarball' };
		const { folder, kilobytes, dispose } = await ours(context);
		const folders: Record<string, string> = { ours: folder };
		for (const [name, version] of Object.entries(COMPARED)) folders[name] = await installed(name, version);
		const variants = Object.entries(folders).flatMap(([name, at]) =>
			(['require', 'n8n'] as const).map(
				(how) => [`${name} ${how}`, async () => await load(at, how)] as const,
			),
		);
		// A single process is over too soon for a machine that is not alone.
		const rounds = 3 * context.rounds;
		const samples = await interleave<string, Loaded>(rounds, Object.fromEntries(variants));
		await dispose();
		const of = (name: string, how: string, what: keyof Loaded, unit = 1) =>
			samples[`${name} ${how}`]!.map((loaded) => loaded[what] / unit);
		const required = of('ours', 'require', 'ms');
		return {
			title,
			work,
			checks: [
				{
					what: 'tarball',
					target: '≤ 150 kB',
					measured: `${digits(kilobytes)} kB`,
					met: kilobytes <= 150,
					rounds: 1,
				},
				{
					what: 'requiring all nodes and credentials',
					target: '≤ 40 ms',
					measured: formatSpread(required, ' ms'),
					met: spread(required).median <= 40,
				},
			],
			tables: [
				{
					head: [
						'pack',
						'nodes and credentials',
						'require, ms',
						'heap, MB',
						'n8n’s own loader, ms',
						'each, ms',
					],
					lines: Object.keys(folders).map((name) => {
						const files = of(name, 'require', 'files')[0] ?? 1;
						return [
							name === 'ours' ? 'this pack' : `${name} ${COMPARED[name as keyof typeof COMPARED]}`,
							String(files),
							formatSpread(of(name, 'require', 'ms')),
							digits(spread(of(name, 'require', 'bytes', 1e6)).median),
							formatSpread(of(name, 'n8n', 'ms')),
							digits(spread(of(name, 'n8n', 'ms')).median / files),
						];
					}),
				},
			],
			rounds,
			notes: [],
		};
	},
};
