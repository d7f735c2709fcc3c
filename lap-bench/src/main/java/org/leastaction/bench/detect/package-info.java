/**
 * Detection of abnormal inputs by how a network moves them: attacks on a network, features of the trajectories of clean
 * and abnormal inputs, detectors fitted to those of one attack, and their ROC curves on other attacks and on other data.
 *
 * <pre>{@code
 * Detection detection = new Detection(model, units, DetectionSettings.usual(units, shape).withSeed(1));
 * DetectionResult result = detection.run(samples, foreign, DetectionWatch.NONE);
 * result.kinds().get(0).area(Detector.TRANSPORT);       // with its interval
 * }</pre>
 */
package org.leastaction.bench.detect;
