/**
 * Backends, which open and train flows, and the host that discovers them.
 *
 * <p>A backend is a {@link org.leastaction.flow.backend.FlowBackend} named in {@code
 * META-INF/services/org.leastaction.flow.backend.FlowBackend} of a jar on the class path or in a {@code plugins/}
 * folder. The host refuses blank and duplicate ids, and reports a backend that fails to start; the others remain
 * available.
 *
 * <pre>{@code
 * Backends backends = Backends.discover(Backends.class.getClassLoader());
 * try (FlowModel model = backends.open(Path.of("models/circles"), Execution.defaults())) {
 *     …
 * }
 * }</pre>
 */
package org.leastaction.flow.backend;
