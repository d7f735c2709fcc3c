/**
 * Units of work in processes of their own: what native code does to a process, it does to one unit and not to the study.
 *
 * <p>{@link org.leastaction.bench.study.process.ChildPool} is the parent's side. It starts children, gives each one unit
 * after another, and classifies how a child ended. {@link org.leastaction.bench.study.process.UnitServer} is the
 * child's side. Both exchange {@link org.leastaction.bench.study.process.Frame}s. The parent's side uses nothing but the
 * JDK, so that it also runs where no other class of this project does.
 *
 * <pre>{@code
 * try (IsolatedWork work = new IsolatedWork(new ChildPool(command, assignment.bytes(), 2), listener)) {
 *     new StudyRunner(new LocalExecutor(2)).run(directory, work);
 * }
 * }</pre>
 */
package org.leastaction.bench.study.process;
