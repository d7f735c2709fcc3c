/**
 * Units of work in separate processes, so that a crash of native code affects one unit and not the study.
 *
 * <p>{@link org.leastaction.bench.study.process.ChildPool} is the parent's side. It starts children, gives each one
 * unit after another, and classifies how a child ended. {@link org.leastaction.bench.study.process.UnitServer} is the
 * child's side. Both exchange {@link org.leastaction.bench.study.process.Frame}s. The parent's side depends on the JDK
 * only, so that it also runs without the other classes of this project.
 *
 * <pre>{@code
 * try (IsolatedWork work = new IsolatedWork(new ChildPool(command, assignment.bytes(), 2), listener)) {
 *     new StudyRunner(new LocalExecutor(2)).run(directory, work);
 * }
 * }</pre>
 */
package org.leastaction.bench.study.process;
