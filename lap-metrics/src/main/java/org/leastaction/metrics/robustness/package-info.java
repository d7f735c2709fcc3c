/**
 * Robustness of a classifier: accuracy as a curve over the size of a perturbation.
 *
 * <p>Adversarial: {@link org.leastaction.metrics.robustness.FastGradient} (FGSM) and {@link
 * org.leastaction.metrics.robustness.ProjectedGradient} (PGD) in L∞ and L2. Random: {@link
 * org.leastaction.metrics.robustness.Noise}, Gaussian and uniform. All are clipped to the range of the inputs, and use
 * its units: a radius of 8/255 is eight grey levels. The caller wraps a network that expects normalised inputs.
 *
 * <pre>{@code
 * Target target = new Target(network::classify, images, labels, InputRange.unit(), 128);
 * RobustnessCurve noise = Noise.GAUSSIAN.curve(target, new double[] {0, 0.1, 0.2}, 1);
 * RobustnessCurve pgd = ProjectedGradient.defaults().curve(target, lossGradient, Norm.L_INFINITY, radii);
 * pgd.points().get(0).accuracy();       // Wilson's interval over inputs
 * CertifiedRadius.of(target, lossGradient, Norm.L2, 0.5, 4, Bootstrap.defaults()).mean();   // an estimate
 * }</pre>
 *
 * <p>Strong: {@link org.leastaction.metrics.robustness.AttackEnsemble}, the worst of APGD on three losses and the square
 * attack for each input, at one radius.
 *
 * <pre>{@code
 * AttackEnsemble ensemble = AttackEnsemble.standard(new PixelLayout(28, 28, 1, 1), 0);
 * Outcome outcome = ensemble.attack(target, Optional.of(scoreGradients), new AttackBall(Norm.L2, 1.5));
 * outcome.accuracy();                   // under the worst attack for each input
 * outcome.accuracy(0);                  // under APGD on the cross entropy
 * }</pre>
 *
 * <p>The paper (Karkar et al. 2020, section 7) conjectures that least-action networks are robust and leaves the
 * question to later work. Accuracy under an attack is an upper bound of accuracy under the worst perturbation.
 *
 * <p>References: I. Goodfellow, J. Shlens, C. Szegedy, Explaining and harnessing adversarial examples, ICLR 2015;
 * A. Madry et al., Towards deep learning models resistant to adversarial attacks, ICLR 2018; Y. Tsuzuku, I. Sato,
 * M. Sugiyama, Lipschitz-margin training, NeurIPS 2018; F. Croce, M. Hein, Reliable evaluation of adversarial robustness
 * with an ensemble of diverse parameter-free attacks, ICML 2020; M. Andriushchenko, F. Croce, N. Flammarion, M. Hein,
 * Square attack, ECCV 2020.
 */
package org.leastaction.metrics.robustness;
