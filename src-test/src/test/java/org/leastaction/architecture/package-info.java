/**
 * The architecture as tests: the allowed dependencies, and what classes must not do.
 *
 * <p>A {@link org.leastaction.architecture.Law} is a rule on any root package. Its test checks the project and the
 * package {@code fixture}, where each law is broken once: a rule that passes there checks nothing.
 */
package org.leastaction.architecture;
