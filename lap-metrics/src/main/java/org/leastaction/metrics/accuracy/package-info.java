/**
 * Quality of a classifier: pure functions of log-probabilities [n, classes] and n labels.
 *
 * <ul>
 *   <li>accuracy and top-k accuracy, shares of n samples with Wilson's interval;
 *   <li>negative log-likelihood (1/n) Σ −ln p(label), in nats;
 *   <li>expected calibration error Σ<sub>b</sub> (n<sub>b</sub>/n) |accuracy<sub>b</sub> − confidence<sub>b</sub>| over
 *       15 bins of confidence (Guo et al., On calibration of modern neural networks, ICML 2017);
 *   <li>margin: p(label) minus the greatest other probability, in [−1, 1], positive where the sample is
 *       classified correctly;
 *   <li>the confusion matrix: counts by true and predicted class.
 * </ul>
 *
 * <pre>{@code
 * Predictions predictions = Predictions.of(model.classify(end), labels);
 * ClassificationQuality quality = ClassificationQuality.of(predictions, Bootstrap.defaults());
 * quality.accuracy();            // value, low, high
 * quality.top5();                // empty with fewer than 6 classes
 * quality.nll().value();         // infinite if a label has probability 0
 * Calibration.of(predictions, 15).bins();   // a reliability diagram
 * }</pre>
 */
package org.leastaction.metrics.accuracy;
