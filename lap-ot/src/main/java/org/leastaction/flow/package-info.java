/**
 * A residual network as a flow: f = F∘T∘φ.
 *
 * <p>The encoder φ turns an input into a particle x₀; T moves the particle through K residual blocks, x<sub>k+1</sub> =
 * shortcut(x<sub>k</sub>) + v<sub>k</sub>(x<sub>k</sub>); the classifier F takes the particle's final position (Karkar
 * et al. 2020, section 3). {@link org.leastaction.flow.FlowModel} contains these three maps and nothing more. All other
 * capabilities of a network are optional roles:
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
 * <p>A network that changes the dimension of its particles (the stages of a ResNeXt) has several
 * {@linkplain org.leastaction.flow.Segment segments} of constant dimension. Every transport quantity is computed per
 * segment and summed.
 *
 * <p>A backend implements {@link org.leastaction.flow.FlowModel} and {@link org.leastaction.flow.backend.FlowBackend},
 * and inherits the tests of {@code org.leastaction.flow.contract} (artifact {@code lap-ot}, classifier
 * {@code contract}).
 */
package org.leastaction.flow;
