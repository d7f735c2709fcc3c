/** The files that {@code lap w2} writes for a solved problem: plan, potentials, images of new points, gradient. */
package org.leastaction.bench.command.solution;
