package org.leastaction.bench.detect;

import java.util.ArrayList;
import java.util.List;
import org.leastaction.metrics.robustness.Attack;
import org.leastaction.metrics.robustness.Attack.Stop;
import org.leastaction.metrics.robustness.AttackBall;
import org.leastaction.metrics.robustness.AttackLoss;
import org.leastaction.metrics.robustness.AutoProjectedGradient;
import org.leastaction.metrics.robustness.FastGradient;
import org.leastaction.metrics.robustness.Norm;
import org.leastaction.metrics.robustness.PixelLayout;
import org.leastaction.metrics.robustness.SquareAttack;

/**
 * The attacks of a detection and its sizes.
 *
 * @param attacks  the attacks; the detector is fitted to the one at {@code seen}
 * @param seen     index of the attack that the detector sees
 * @param batch    number of inputs that pass through the network together, at least 1
 * @param seed     of the split in two halves and of intervals
 */
public record DetectionSettings(List<PlannedAttack> attacks, int seen, int batch, long seed) {

    /** @throws IllegalArgumentException if there is no attack, or none at {@code seen} */
    public DetectionSettings {
        attacks = List.copyOf(attacks);
        if (seen < 0 || seen >= attacks.size() || batch < 1) {
            throw new IllegalArgumentException("a detector sees one of " + attacks.size() + " attacks, not number "
                    + seen + ", and a batch has at least 1 input, not " + batch);
        }
    }

    /**
     * An attack within a radius.
     *
     * @param attack runs to its end, so that inputs are not left at the decision boundary
     */
    public record PlannedAttack(Attack attack, AttackBall ball) {

        /** E.g. "apgd_ce_linf". */
        public String key() {
            return attack.key() + (ball.norm() == Norm.L2 ? "_l2" : "_linf");
        }

        /** E.g. "APGD-CE, L∞". */
        public String title() {
            return attack.title() + ", " + (ball.norm() == Norm.L2 ? "L2" : "L∞");
        }
    }

    /**
     * The attacks on a network: FGSM, APGD-CE, APGD-DLR and Square in L∞ and APGD-CE in L2 if there are gradients,
     * otherwise Square in both norms. The detector sees the second of the former, the first of the latter.
     *
     * @param classes number of classes of the network
     * @param steps   of APGD
     * @param queries of Square
     */
    public static DetectionSettings of(
            boolean gradients, int classes, PixelLayout layout, double linf, double l2, int steps, int queries,
            int batch, long seed) {
        AttackBall ballLinf = new AttackBall(Norm.L_INFINITY, linf);
        AttackBall ballL2 = new AttackBall(Norm.L2, l2);
        Attack square = SquareAttack.standard(layout, seed).withQueries(queries).withStop(Stop.AT_THE_END);
        if (!gradients) {
            return new DetectionSettings(
                    List.of(new PlannedAttack(square, ballLinf), new PlannedAttack(square, ballL2)), 0, batch, seed);
        }
        Attack crossEntropy = AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, seed).withSteps(steps)
                .withStop(Stop.AT_THE_END);
        Attack dlr = AutoProjectedGradient.standard(AttackLoss.DLR, seed).withSteps(steps).withStop(Stop.AT_THE_END);
        List<PlannedAttack> attacks = new ArrayList<>(List.of(
                new PlannedAttack(new FastGradient(), ballLinf), new PlannedAttack(crossEntropy, ballLinf)));
        if (dlr.leastClasses() <= classes) {
            attacks.add(new PlannedAttack(dlr, ballLinf));
        }
        attacks.add(new PlannedAttack(square, ballLinf));
        attacks.add(new PlannedAttack(crossEntropy, ballL2));
        return new DetectionSettings(attacks, 1, batch, seed);
    }

    /**
     * The same attacks, of which the detector sees another.
     *
     * @throws IllegalArgumentException if there is no attack with that key; the message lists the keys
     */
    public DetectionSettings withSeen(String key) {
        List<String> keys = attacks.stream().map(PlannedAttack::key).toList();
        if (!keys.contains(key)) {
            throw new IllegalArgumentException("'" + key + "' is not one of " + String.join(", ", keys)
                    + ", the attacks on this network");
        }
        return new DetectionSettings(attacks, keys.indexOf(key), batch, seed);
    }
}
