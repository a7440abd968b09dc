import fc from 'fast-check';

/** fast-check that tries the same examples in each run; `FC_SEED=<number> npm run test:fast` tries others. */
fc.configureGlobal({ ...fc.readConfigureGlobal(), seed: Number(process.env.FC_SEED ?? 1) });

export default fc;
