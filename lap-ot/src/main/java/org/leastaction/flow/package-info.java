/**
 * A residual network seen as a flow: f = F∘T∘φ.
 *
 * <p>The encoder φ turns an input into a particle x₀; T moves the particle through K residual blocks,
 * x<sub>k+1</sub> = shortcut(x<sub>k</sub>) + v<sub>k</sub>(x<sub>k</sub>); the classifier F reads the particle's last
 * position (Karkar et al. 2020, section 3). {@link org.leastaction.flow.FlowModel} is that and nothing more. What
 * else a network can do is a role beside it, asked for up front:
 *
 * <pre>{@code
 * try (FlowModel model = backends.open(folder, Execution.defaults())) {
 *     FloatPoints start = model.encode(images);
 *     FloatPoints end = model.transport(start, step -> System.out.println(step.block()));
 *     FloatPoints logProbabilities = model.classify(end);
 *     model.pass(images, 256, (firstRow, step) -> …);   // all three, batch by batch
 *     model.role(JacobianProducts.class).ifPresent(jacobian -> …);
 * }
 * }</pre>
 *
 * <p>Where a network changes the dimension of its particles (the stages of a ResNeXt) it has several
 * {@linkplain org.leastaction.flow.Segment segments} of constant dimension, and every transport quantity is per
 * segment and summed.
 *
 * <p>Who writes a backend implements {@link org.leastaction.flow.FlowModel} and
 * {@link org.leastaction.flow.backend.FlowBackend}, and inherits the tests of
 * {@code org.leastaction.flow.contract} (artifact {@code lap-ot}, classifier {@code contract}).
 */
package org.leastaction.flow;
