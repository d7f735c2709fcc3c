/**
 * Studies: a grid of trainings described by a file, run instance by instance, resumable anywhere.
 *
 * <p>A {@link org.leastaction.bench.study.Study} is a table of cells; a cell is one training configuration (data,
 * network, initialisation, objective), repeated for a number of instances that differ only in their seeds. A seed is a
 * function of the study, the cell and the index, but not of the objective: networks of different objectives have the
 * same data, initial weights and batches, so that they can be compared in pairs.
 *
 * <pre>{@code
 * Study study = new StudyReader(trainings).read(file).scaled(new StudyScale(0.1, false));
 * StudyDirectory directory = StudyDirectory.of(out, study, file, seed);
 * new StudyRunner(new LocalExecutor(2)).run(directory, work);
 * StudyTable table = StudyTable.of(directory);
 * }</pre>
 *
 * <p>{@link org.leastaction.bench.study.Preparations} trains the autoencoders from which cells start. Instances are
 * grouped into {@link org.leastaction.bench.study.WorkUnit}s, which are trained together; a
 * {@link org.leastaction.bench.study.StudyExecutor} decides where units run. Records are appended atomically, so that a
 * study that was stopped continues with the missing ones.
 */
package org.leastaction.bench.study;
