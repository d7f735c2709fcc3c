/**
 * Detection of abnormal inputs by how a network moves them: attacks on a network, features of the trajectories of clean
 * and abnormal inputs, detectors fitted to those of one attack, and their ROC curves on other attacks and on other data.
 *
 * <pre>{@code
 * DetectionSettings settings = DetectionSettings.of(
 *         true, 10, new PixelLayout(28, 28, 1, 1), 8 / 255.0, 0.5, 10, 100, 256, 1);    // a network with gradients
 * Detection detection = new Detection(model, units, settings);
 * DetectionResult result = detection.run(samples, foreign, DetectionWatch.NONE);
 * result.kinds().get(0).area(Detector.TRANSPORT);       // with its interval
 * }</pre>
 */
package org.leastaction.bench.detect;
