/** How n8n 2.41 can run polling triggers: by itself, by its durable scheduler, and so that cursors are durable, too. */
export const schedulerModes = ['off', 'on', 'durable'] as const;

export type SchedulerMode = (typeof schedulerModes)[number];

/** By mode, what n8n is told in its environment (n8n 2.41.1, @n8n/config, scheduler.config.js and workflows.config.js). */
export const schedulerEnvironment: Readonly<Record<SchedulerMode, NodeJS.ProcessEnv>> = {
	off: {},
	on: scheduled(false),
	durable: scheduled(true),
};

function scheduled(durableCursors: boolean): NodeJS.ProcessEnv {
	return {
		N8N_USE_WORKFLOW_PUBLICATION_SERVICE: 'true',
		N8N_SCHEDULER_ENABLED: 'true',
		N8N_SCHEDULER_TRIGGER_NODE_MODE: 'new',
		N8N_SCHEDULER_POLL_TRIGGERS_ENABLED: 'true',
		N8N_POLLER_DURABLE_CURSORS_ENABLED: String(durableCursors),
		// Polls of a few seconds' interval, as the tests have, come in time.
		N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
		N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '5',
	};
}
