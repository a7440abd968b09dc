import { cleanEnv } from './run';

export interface N8nPlace {
	userFolder: string;
	port: number;
	brokerPort: number;
}

/** Fixed, because everything that this n8n stores is made up and is deleted with its folder. */
const encryptionKey = 'moving-partners-demo-encryption-key';

/** Variables that would change how n8n behaves. They are not inherited, so that every run is the same. */
const foreign =
	/^(N8N_|DB_|EXECUTIONS_|QUEUE_|WEBHOOK_URL$|EXTERNAL_|POSTHOG_|GENERIC_|NODE_FUNCTION_|NODE_ENV$|NODE_PATH$|NODE_CHANNEL_|JEST_|E2E_TESTS$|CREDENTIALS_|EXPRESS_|ENVIRONMENT$)/;

/** An environment for n8n that listens on 127.0.0.1 alone, asks nothing of the internet and shows no banners. */
export function n8nEnvironment(place: N8nPlace, extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
	const inherited = Object.fromEntries(Object.entries(cleanEnv()).filter(([name]) => !foreign.test(name)));
	const ours: NodeJS.ProcessEnv = {
		...inherited,
		NODE_ENV: 'production',
		N8N_USER_FOLDER: place.userFolder,
		N8N_PORT: String(place.port),
		N8N_HOST: '127.0.0.1',
		N8N_LISTEN_ADDRESS: '127.0.0.1',
		// A worker answers health checks on this port, which no other process uses.
		QUEUE_HEALTH_CHECK_PORT: String(place.port),
		N8N_WORKER_SERVER_ADDRESS: '127.0.0.1',
		N8N_RUNNERS_BROKER_PORT: String(place.brokerPort),
		N8N_RUNNERS_BROKER_LISTEN_ADDRESS: '127.0.0.1',
		N8N_WEBHOOK_URL: `http://127.0.0.1:${place.port}/`,
		N8N_EDITOR_BASE_URL: `http://127.0.0.1:${place.port}/`,
		N8N_ENCRYPTION_KEY: encryptionKey,
		N8N_SECURE_COOKIE: 'false',
		N8N_DIAGNOSTICS_ENABLED: 'false',
		N8N_PERSONALIZATION_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_ENABLED: 'false',
		N8N_VERSION_NOTIFICATIONS_WHATS_NEW_ENABLED: 'false',
		N8N_TEMPLATES_ENABLED: 'false',
		N8N_HIRING_BANNER_ENABLED: 'false',
		N8N_DYNAMIC_BANNERS_ENABLED: 'false',
		N8N_VERIFIED_PACKAGES_ENABLED: 'false',
		N8N_UNVERIFIED_PACKAGES_ENABLED: 'true',
		N8N_COMMUNITY_PACKAGES_ENABLED: 'true',
		N8N_REINSTALL_MISSING_PACKAGES: 'false',
		N8N_LICENSE_AUTO_RENEW_ENABLED: 'false',
		// No Python is installed for n8n; with it enabled, n8n logs a failure at every start.
		N8N_PYTHON_ENABLED: 'false',
		EXTERNAL_FRONTEND_HOOKS_URLS: '',
		N8N_AI_ENABLED: 'false',
		DO_NOT_TRACK: '1',
		POSTHOG_DISABLED: '1',
		...extra,
	};
	// n8n before 2.30 knows the variable by this name.
	return { ...ours, WEBHOOK_URL: ours.N8N_WEBHOOK_URL };
}
