/** For mutation testing: a failure suffices, so fast-check looks for no smaller example of it. */
require('fast-check').configureGlobal({ endOnFailure: true });
