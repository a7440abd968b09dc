/** The lint plugin takes every Jest run for its own tests and then ignores file names, so import this file first. */
process.env.NODE_ENV = 'production';
