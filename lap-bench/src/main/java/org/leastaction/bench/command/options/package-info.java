/**
 * Groups of options that several commands share, as picocli mixins. A group checks the ranges of its values and
 * returns them as values of the library.
 *
 * <pre>{@code
 * @Mixin
 * private IntervalOptions intervals;
 *
 * @Override
 * protected Answer answer() {
 *     intervals.check();
 *     ...
 * }
 * }</pre>
 *
 * <p>Option names follow the POSIX and GNU conventions (IEEE Std 1003.1, chapter 12).
 */
package org.leastaction.bench.command.options;
