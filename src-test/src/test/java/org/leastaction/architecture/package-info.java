/**
 * The architecture as tests: who may depend on whom, and what no class does.
 *
 * <p>A {@link org.leastaction.architecture.Law} is a rule on any root package. Its test asks it of the project, and of
 * the package {@code fixture}, where each law is broken once: a rule that passes there checks nothing.
 */
package org.leastaction.architecture;
