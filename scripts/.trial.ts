import { openStage } from './lib/stage';
import { readWorkflows } from './lib/workflow-files';
import { errorOf, jsonOf } from './lib/executions';
import { credentialSeeds } from './lib/simulated-credentials';
(async () => {
	const t = Date.now();
	const stage = await openStage({ log: ((l: string) => console.log(l)) as never, simulator: { seed: 1 } });
	console.log('up', Date.now() - t);
	try {
		for (const seed of credentialSeeds(stage.simulator.url)) {
			const c = stage.credentials.get(seed.type)!;
			console.log(seed.type, await stage.client.testCredential(c, seed.data));
			console.log(
				seed.type,
				'wrong',
				await stage.client.testCredential(c, {
					...seed.data,
					apiKey: 'nope-1',
					accessToken: 'nope-2',
					password: 'nope-3',
				}),
			);
		}
		const seed = credentialSeeds(stage.simulator.url)[2]!;
		const c = stage.credentials.get(seed.type)!;
		console.log(
			'bearer',
			await stage.client.testCredential(c, { ...seed.data, authentication: 'bearer', accessToken: '' }),
		);
		console.log(
			'bearer wrong',
			await stage.client.testCredential(c, {
				...seed.data,
				authentication: 'bearer',
				accessToken: '',
				password: 'wrong-1',
			}),
		);
		const logins = async () =>
			JSON.stringify((stage.simulator.control.state().partners as never)['moving-portal']['tokens']);
		const tok = (await fetch(stage.simulator.url + '/moving-portal/auth/login', {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ username: seed.data.username, password: seed.data.password, email: '' }),
		}).then((r) => r.json())) as { accessToken: string };
		console.log(await logins());
		console.log(
			'bearer wrong password, stored token still valid',
			await stage.client.testCredential(c, {
				...seed.data,
				authentication: 'bearer',
				accessToken: tok.accessToken,
				password: 'wrong-1',
			}),
			await logins(),
		);
console.log(JSON.stringify(stage.simulator.control.requests().slice(-6), null, 1));	} finally {
		await stage.close();
	}
})();
