package org.leastaction.metrics.robustness;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.leastaction.metrics.Estimate;
import org.leastaction.metrics.robustness.Attack.Attacked;
import org.leastaction.metrics.robustness.Attack.Stop;
import org.leastaction.metrics.robustness.SquareAttack.Schedule;
import org.leastaction.metrics.statistics.Wilson;

/**
 * Several attacks of different kinds, of which the worst counts for each input, in the spirit of AutoAttack (Croce and
 * Hein 2020): APGD on the cross entropy, on the DLR loss, on the targeted DLR loss, and the square attack. AutoAttack's
 * standard version has FAB-T in the place of the untargeted DLR loss.
 *
 * @param members in the order in which they are run
 */
public record AttackEnsemble(List<Attack> members) {

    /** @throws IllegalArgumentException if there is no member, or two have the same key */
    public AttackEnsemble {
        members = List.copyOf(members);
        if (members.isEmpty() || members.stream().map(Attack::key).distinct().count() < members.size()) {
            throw new IllegalArgumentException("an ensemble has one or more attacks, each once");
        }
    }

    /** The settings of AutoAttack's standard version: 100 steps, 9 target classes, 5,000 queries. */
    public static AttackEnsemble standard(PixelLayout layout, long seed) {
        return new AttackEnsemble(List.of(
                AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, seed),
                AutoProjectedGradient.standard(AttackLoss.DLR, seed),
                AutoProjectedGradient.standard(AttackLoss.TARGETED_DLR, seed),
                SquareAttack.standard(layout, seed)));
    }

    /**
     * The same attacks with fewer steps.
     *
     * @param steps   of APGD
     * @param targets target classes of the targeted one
     * @param queries of the square attack, whose schedule is rescaled
     */
    public static AttackEnsemble quick(PixelLayout layout, int steps, int targets, int queries, long seed) {
        return new AttackEnsemble(List.of(
                AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, seed).withSteps(steps),
                AutoProjectedGradient.standard(AttackLoss.DLR, seed).withSteps(steps),
                AutoProjectedGradient.standard(AttackLoss.TARGETED_DLR, seed).withSteps(steps).withTargets(targets),
                new SquareAttack(queries, Schedule.RESCALED, layout, Stop.WHEN_BROKEN, seed)));
    }

    /** The members that need no gradients of the scores and at most this many classes. */
    public AttackEnsemble possible(boolean gradients, int classes) {
        return new AttackEnsemble(members.stream()
                .filter(member -> gradients || !member.needsGradients())
                .filter(member -> member.leastClasses() <= classes).toList());
    }

    /**
     * Runs every member on every input that is classified correctly, so that each member has an accuracy of its own.
     *
     * @param gradients of the scores; empty if there are none, then no member may need them
     * @throws IllegalArgumentException if a member needs gradients and there are none
     */
    public Outcome attack(Target target, Optional<ScoreGradients> gradients, AttackBall ball) {
        Map<Attack, boolean[]> standing = new LinkedHashMap<>();
        for (Attack member : members) {
            if (member.needsGradients() && gradients.isEmpty()) {
                throw new IllegalArgumentException(member.title() + " needs gradients, of which there are none");
            }
            Attacked attacked = member.attack(target, gradients.orElse(null), ball);
            standing.put(member, attacked.standing());
        }
        return new Outcome(List.copyOf(standing.keySet()), List.copyOf(standing.values()),
                target.rights(target.inputs(), target.labels()));
    }

    /**
     * Which inputs are classified correctly under which attack.
     *
     * @param members  the attacks
     * @param standing for each of them, whether each input is classified correctly before and after it
     * @param clean    whether each input is classified correctly
     */
    public record Outcome(List<Attack> members, List<boolean[]> standing, boolean[] clean) {

        /** Accuracy under a member. */
        public Estimate accuracy(int member) {
            return share(standing.get(member));
        }

        /** Accuracy on the inputs as they are. */
        public Estimate cleanAccuracy() {
            return share(clean);
        }

        /** Accuracy under the worst member for each input. */
        public Estimate accuracy() {
            boolean[] all = new boolean[clean.length];
            for (int i = 0; i < all.length; i++) {
                all[i] = clean[i] && breaking(i).isEmpty();
            }
            return share(all);
        }

        /** The first member that broke an input; empty if none did, or if it was wrong before. */
        public OptionalInt breaking(int input) {
            for (int member = 0; member < standing.size() && clean[input]; member++) {
                if (!standing.get(member)[input]) {
                    return OptionalInt.of(member);
                }
            }
            return OptionalInt.empty();
        }

        /** For each member, the number of inputs that no earlier one broke. */
        public List<Integer> firstBreaks() {
            List<Integer> counts = new ArrayList<>();
            for (int member = 0; member < members.size(); member++) {
                int count = 0;
                for (int i = 0; i < clean.length; i++) {
                    OptionalInt first = breaking(i);
                    count += first.isPresent() && first.getAsInt() == member ? 1 : 0;
                }
                counts.add(count);
            }
            return List.copyOf(counts);
        }

        private static Estimate share(boolean[] right) {
            return Wilson.interval(Target.count(right), right.length);
        }
    }
}
