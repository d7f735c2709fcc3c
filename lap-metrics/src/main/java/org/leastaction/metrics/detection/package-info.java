/**
 * Detection of abnormal inputs: scores of inputs, and how well they separate abnormal inputs from clean ones.
 *
 * <pre>{@code
 * BoostedStumps detector = BoostedStumps.fit(features, abnormal, BoostedStumps.Options.defaults());
 * RocCurve roc = RocCurve.of(detector.scores(clean), detector.scores(attacked));
 * roc.area();                                   // with DeLong's interval
 * roc.falsePositives(0.95, Bootstrap.defaults());
 * }</pre>
 *
 * <p>References: E. DeLong, D. DeLong, D. Clarke-Pearson, Comparing the areas under two or more correlated receiver
 * operating characteristic curves, Biometrics 1988; R. Newcombe, Confidence intervals for an effect size measure based
 * on the Mann–Whitney statistic, Statistics in Medicine 2006; J. Friedman, T. Hastie, R. Tibshirani, Additive logistic
 * regression, Annals of Statistics 2000; K. Lee et al., A simple unified framework for detecting out-of-distribution
 * samples and adversarial attacks, NeurIPS 2018; O. Ledoit, M. Wolf, A well-conditioned estimator for large-dimensional
 * covariance matrices, Journal of Multivariate Analysis 2004.
 */
package org.leastaction.metrics.detection;
