/** For mutation testing: a failure suffices, so fast-check looks for no smaller example of it. */
const fc = require('fast-check');

fc.configureGlobal({ ...fc.readConfigureGlobal(), endOnFailure: true });
