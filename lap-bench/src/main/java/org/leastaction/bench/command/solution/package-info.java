/** What {@code lap w2} writes of a solved problem: plan, potentials, images of new points, gradient. */
package org.leastaction.bench.command.solution;
