/**
 * Settings that n8n-core reads once, while it is being loaded. Import this file
 * before anything that loads n8n-core.
 */
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';

// n8n-core writes a settings file on start. A folder for each Jest worker keeps parallel runs, and a developer’s own
// ~/.n8n, apart; it is used again next time.
const worker = `${userInfo().uid}-${process.env.JEST_WORKER_ID ?? 'main'}`;
process.env.N8N_USER_FOLDER = join(tmpdir(), `moving-partners-n8n-${worker}`);
process.env.N8N_ENCRYPTION_KEY = 'only-for-the-tests-of-moving-partners';
process.env.N8N_LOG_LEVEL ??= 'silent';
// The tests talk to 127.0.0.1, which must not go through a proxy of the machine.
process.env.NO_PROXY = [process.env.NO_PROXY, '127.0.0.1', 'localhost'].filter(Boolean).join(',');
