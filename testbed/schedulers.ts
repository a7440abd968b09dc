/** How n8n 2.41 runs polling triggers: without its durable scheduler, with it, or with it and durable cursors. */
export const schedulerModes = ['off', 'on', 'durable'] as const;

export type SchedulerMode = (typeof schedulerModes)[number];

/** n8n's environment in each mode (n8n 2.41.1, @n8n/config, scheduler.config.js and workflows.config.js). */
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
		// Short intervals, because the tests poll every few seconds.
		N8N_SCHEDULER_EXECUTOR_INTERVAL: '1',
		N8N_SCHEDULER_MATERIALIZATION_INTERVAL: '5',
	};
}
