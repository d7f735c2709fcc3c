/**
 * Studies: a grid of trainings described by a file, run instance by instance, resumable anywhere.
 *
 * <p>A {@link org.leastaction.bench.study.Study} is a table of cells; a cell is one way to train (data, network, start,
 * objective), repeated for a number of instances that differ in their seed alone. A seed is drawn from the study, the
 * cell and the index, but not from the objective: networks of different objectives meet the same data, initial weights
 * and batches, so that they can be compared in pairs.
 *
 * <pre>{@code
 * Study study = new StudyReader(trainings).read(file).scaled(0.1);
 * StudyDirectory directory = StudyDirectory.of(out, study, file, seed);
 * new StudyRunner(new LocalExecutor(2)).run(directory, work, recorded -> {});
 * StudyTable table = StudyTable.of(directory);
 * }</pre>
 *
 * <p>{@link org.leastaction.bench.study.Preparations} trains first what cells start from. Instances are grouped into {@link org.leastaction.bench.study.WorkUnit}s, the least that is trained at once; a
 * {@link org.leastaction.bench.study.StudyExecutor} decides where units run. Records are appended whole or not at all,
 * so whatever stops a study, the next start goes on with what is missing.
 */
package org.leastaction.bench.study;
