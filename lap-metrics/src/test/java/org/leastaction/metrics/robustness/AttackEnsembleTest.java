package org.leastaction.metrics.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.leastaction.metrics.robustness.Attack.Attacked;
import org.leastaction.metrics.robustness.Attack.Stop;
import org.leastaction.metrics.robustness.AttackEnsemble.Outcome;
import org.leastaction.metrics.robustness.SquareAttack.Schedule;
import org.leastaction.points.FloatPoints;

/** On classifiers whose least breaking perturbations are known, and on random ones. */
class AttackEnsembleTest {

    private static final int N = 120;
    private static final int CLASSES = 5;
    private static final int D = 12;
    private static final PixelLayout IMAGES = new PixelLayout(2, 2, 3, 1);

    /** The targeted loss meets the nearest class exactly; the others may go towards a class that is farther away. */
    @ParameterizedTest
    @EnumSource
    void gradientAttacksBreakWhatIsInReachOfALinearClassifier(Norm norm) {
        Scores linear = Scores.random(false, 11);
        Target target = linear.target(InputRange.unbounded(), 32);
        double radius = median(linear, norm, target);
        for (AttackLoss loss : AttackLoss.values()) {
            boolean[] standing = AutoProjectedGradient.standard(loss, 1).withTargets(CLASSES - 1)
                    .attack(target, linear::gradients, new AttackBall(norm, radius)).standing();
            int missed = 0;
            for (int i = 0; i < N; i++) {
                double distance = linear.distance(norm, target, i);
                if (distance > 1.0001 * radius) {
                    assertThat(standing[i]).as("%s, seed 11, input %d at distance %s of radius %s", loss, i, distance,
                            radius).isTrue();
                } else if (distance < 0.98 * radius) {
                    missed += standing[i] ? 1 : 0;
                }
            }
            assertThat(missed).as("%s, seed 11, inputs in reach that stand", loss)
                    .isLessThanOrEqualTo(loss == AttackLoss.TARGETED_DLR ? 0 : N / 20);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theSquareAttackBreaksMostOfWhatIsInReachAndNothingBeyond(Norm norm) {
        Scores linear = Scores.random(false, 12);
        Target target = linear.target(InputRange.unbounded(), 32);
        double radius = median(linear, norm, target);
        int found = 0;
        int near = 0;
        boolean[] standing = SquareAttack.standard(IMAGES, 1).withQueries(1_000)
                .attack(target, null, new AttackBall(norm, radius)).standing();

        for (int i = 0; i < N; i++) {
            double distance = linear.distance(norm, target, i);
            if (distance > 1.0001 * radius) {
                assertThat(standing[i]).as("seed 12, input %d", i).isTrue();
            } else if (distance < 0.8 * radius) {
                near++;
                found += standing[i] ? 0 : 1;
            }
        }
        assertThat(near).isGreaterThan(20);
        assertThat(found / (double) near).as("seed 12, share of inputs at 80 %% of the radius").isGreaterThan(0.8);
    }

    /** Two classes, inside and outside a sphere: the least perturbation is the distance from it. */
    @ParameterizedTest
    @ValueSource(doubles = {0.05, 0.2, 0.5})
    void theAttackOnASphereReachesItsSurface(double radius) {
        Random random = new Random(5);
        float[] values = new float[N * D];
        int[] labels = new int[N];
        double[] distances = new double[N];
        for (int i = 0; i < N; i++) {
            double square = 0;
            for (int j = 0; j < D; j++) {
                values[i * D + j] = (float) (random.nextGaussian() / Math.sqrt(D));
                square += (double) values[i * D + j] * values[i * D + j];
            }
            labels[i] = square < 1 ? 0 : 1;
            distances[i] = Math.abs(Math.sqrt(square) - 1);
        }
        Target target = new Target(AttackEnsembleTest::sphere, FloatPoints.wrap(values, N, D), labels,
                InputRange.unbounded(), 50);

        boolean[] standing = AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, 3)
                .attack(target, AttackEnsembleTest::sphereGradients, new AttackBall(Norm.L2, radius)).standing();

        for (int i = 0; i < N; i++) {
            if (Math.abs(distances[i] - radius) > 0.01 * radius) {
                assertThat(standing[i]).as("seed 5, input %d", i).isEqualTo(distances[i] > radius);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, L2", "2, L_INFINITY", "3, L2", "4, L_INFINITY", "5, L2", "6, L_INFINITY"})
    void theEnsembleIsAtLeastAsStrongAsEveryMember(long seed, Norm norm) {
        Scores curved = Scores.random(true, seed);
        Target target = curved.target(InputRange.unit(), 17);
        Outcome outcome = AttackEnsemble.quick(IMAGES, 10, 2, 60, seed)
                .attack(target, Optional.of(curved::gradients), new AttackBall(norm, norm == Norm.L2 ? 0.3 : 0.1));

        int broken = 0;
        for (int member = 0; member < outcome.members().size(); member++) {
            assertThat(outcome.accuracy().value()).as("seed %d", seed)
                    .isLessThanOrEqualTo(outcome.accuracy(member).value());
            assertThat(outcome.accuracy(member).value()).isLessThanOrEqualTo(outcome.cleanAccuracy().value());
            broken += outcome.firstBreaks().get(member);
        }
        assertThat(outcome.cleanAccuracy().value() - outcome.accuracy().value()).as("seed %d", seed)
                .isCloseTo(broken / (double) N, within(1e-12));
        assertThat(broken).as("seed %d", seed).isPositive();
    }

    @ParameterizedTest
    @EnumSource
    void attackedInputsStayInTheBallAndTheRangeAndDoNotDependOnTheBatch(Norm norm) {
        Scores curved = Scores.random(true, 21);
        AttackBall ball = new AttackBall(norm, norm == Norm.L2 ? 0.3 : 0.1);
        for (Stop stop : Stop.values()) {
            for (Attack attack : List.of(
                    AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, 2).withSteps(12).withRestarts(2)
                            .withStop(stop),
                    AutoProjectedGradient.standard(AttackLoss.TARGETED_DLR, 2).withSteps(12).withStop(stop),
                    SquareAttack.standard(IMAGES, 2).withQueries(40).withStop(stop))) {
                Target target = curved.target(InputRange.unit(), 50);
                Attacked attacked = attack.attack(target, curved::gradients, ball);
                float[] by = new float[D];
                boolean[] rights = target.rights(attacked.inputs(), target.labels());
                for (int i = 0; i < N; i++) {
                    for (int j = 0; j < D; j++) {
                        assertThat(attacked.inputs().get(i, j)).isBetween(0.0, 1.0);
                        by[j] = (float) (attacked.inputs().get(i, j) - target.inputs().get(i, j));
                    }
                    assertThat(norm.length(by)).as("%s, seed 21", attack).isLessThan(ball.radius() + 1e-6);
                }
                assertThat(rights).as("%s, seed 21", attack).isEqualTo(attacked.standing());
                Attacked single = attack.attack(curved.target(InputRange.unit(), 1), curved::gradients, ball);
                assertThat(single.inputs().toArray()).isEqualTo(attacked.inputs().toArray());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAttackThatGoesOnFindsAGreaterLoss(Norm norm) {
        Scores curved = Scores.random(true, 22);
        Target target = curved.target(InputRange.unit(), 50);
        AttackBall ball = new AttackBall(norm, norm == Norm.L2 ? 0.3 : 0.1);
        for (Attack attack : List.of(AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, 2),
                SquareAttack.standard(IMAGES, 2).withQueries(300))) {
            Attack further = attack instanceof SquareAttack square ? square.withStop(Stop.AT_THE_END)
                    : ((AutoProjectedGradient) attack).withStop(Stop.AT_THE_END);
            Attacked early = attack.attack(target, curved::gradients, ball);
            Attacked late = further.attack(target, curved::gradients, ball);

            assertThat(late.standing()).as("seed 22").isEqualTo(early.standing());
            assertThat(loss(curved, late, target)).as("seed 22").isGreaterThan(1.2 * loss(curved, early, target));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theWeightsOfALossAreItsDerivatives(AttackLoss loss) {
        Random random = new Random(9);
        for (int trial = 0; trial < 200; trial++) {
            float[] scores = new float[6];
            for (int c = 0; c < scores.length; c++) {
                scores[c] = (float) (3 * random.nextGaussian());
            }
            int label = random.nextInt(6);
            int goal = (label + 1 + random.nextInt(5)) % 6;
            float[] weights = new float[6];
            loss.evaluate(FloatPoints.wrap(scores, 1, 6), 0, label, goal, weights, 0);
            for (int c = 0; c < 6; c++) {
                double h = 1e-3;
                float[] up = scores.clone();
                float[] down = scores.clone();
                up[c] += (float) h;
                down[c] -= (float) h;
                boolean sameOrder = Arrays.equals(AttackLoss.first(FloatPoints.wrap(up, 1, 6), 0, 6),
                        AttackLoss.first(FloatPoints.wrap(down, 1, 6), 0, 6));
                double slope = (loss.evaluate(FloatPoints.wrap(up, 1, 6), 0, label, goal, new float[6], 0)
                        - loss.evaluate(FloatPoints.wrap(down, 1, 6), 0, label, goal, new float[6], 0))
                        / ((double) up[c] - down[c]);
                if (sameOrder) {
                    assertThat((double) weights[c]).as("seed 9, trial %d", trial)
                            .isCloseTo(slope, within(2e-3 * Math.max(1, Math.abs(slope))));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0.8", "10, 0.8", "11, 0.4", "50, 0.4", "51, 0.2", "201, 0.1", "501, 0.05", "1001, 0.025",
            "2001, 0.0125", "4001, 0.00625", "4999, 0.00625"})
    void theShareOfPixelsFollowsThePublishedSchedule(int query, double share) {
        assertThat(SquareAttack.standard(IMAGES, 0).share(query)).isCloseTo(share, within(1e-12));
        assertThat(SquareAttack.standard(IMAGES, 0).withQueries(1_000).share(query / 10))
                .isCloseTo(new SquareAttack(10_000, Schedule.PUBLISHED, IMAGES, Stop.WHEN_BROKEN, 0)
                        .share(query / 10 * 10), within(1e-12));
    }

    @Test
    void gradientsThatAreNotFiniteDoNotSpreadToTheInputs() {
        Scores curved = Scores.random(true, 23);
        Target target = curved.target(InputRange.unit(), 50);
        ScoreGradients broken = (points, weights) -> {
            float[] gradients = curved.gradients(points, weights).toArray();
            gradients[0] = Float.NaN;
            gradients[gradients.length - 1] = Float.POSITIVE_INFINITY;
            return FloatPoints.wrap(gradients, points.size(), D);
        };
        for (Norm norm : Norm.values()) {
            Attacked attacked = AutoProjectedGradient.standard(AttackLoss.CROSS_ENTROPY, 0)
                    .attack(target, broken, new AttackBall(norm, 0.2));
            assertThat(attacked.inputs().firstNonFinite()).isEqualTo(-1);
        }
    }

    @Test
    void membersThatAreImpossibleAreLeftOut() {
        AttackEnsemble all = AttackEnsemble.standard(IMAGES, 0);

        assertThat(keys(all.possible(true, 10))).containsExactly("apgd_ce", "apgd_dlr", "apgd_t", "square");
        assertThat(keys(all.possible(true, 3))).containsExactly("apgd_ce", "apgd_dlr", "square");
        assertThat(keys(all.possible(true, 2))).containsExactly("apgd_ce", "square");
        assertThat(keys(all.possible(false, 10))).containsExactly("square");
    }

    @Test
    void badInputIsNamed() {
        Scores linear = Scores.random(false, 1);
        Target target = linear.target(InputRange.unit(), 8);
        AttackBall ball = new AttackBall(Norm.L2, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> new AttackBall(Norm.L2, 0))
                .withMessageContaining("above 0");
        assertThatIllegalArgumentException().isThrownBy(() -> new PixelLayout(2, 2, 3, 2))
                .withMessageContaining("first or last");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SquareAttack.standard(PixelLayout.line(3), 0).attack(target, null, ball))
                .withMessageContaining("3 elements").withMessageContaining("12");
        assertThatIllegalArgumentException().isThrownBy(() -> AttackEnsemble.standard(IMAGES, 0)
                .attack(target, Optional.empty(), ball)).withMessageContaining("APGD-CE needs gradients");
    }

    private static List<String> keys(AttackEnsemble ensemble) {
        return ensemble.members().stream().map(Attack::key).toList();
    }

    private static double loss(Scores scores, Attacked attacked, Target target) {
        FloatPoints answers = scores.logProbabilities(attacked.inputs());
        double sum = 0;
        for (int i = 0; i < N; i++) {
            sum -= answers.get(i, target.labels()[i]);
        }
        return sum / N;
    }

    private static double median(Scores linear, Norm norm, Target target) {
        double[] distances = new double[N];
        for (int i = 0; i < N; i++) {
            distances[i] = linear.distance(norm, target, i);
        }
        Arrays.sort(distances);
        return distances[N / 2];
    }

    private static FloatPoints sphere(FloatPoints points) {
        float[] answers = new float[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            double margin = 1 - square(points, i);
            answers[2 * i] = (float) -Math.log1p(Math.exp(-margin));
            answers[2 * i + 1] = (float) -Math.log1p(Math.exp(margin));
        }
        return FloatPoints.wrap(answers, points.size(), 2);
    }

    private static FloatPoints sphereGradients(FloatPoints points, FloatPoints weights) {
        float[] gradients = new float[points.size() * D];
        for (int i = 0; i < points.size(); i++) {
            double inside = 1 / (1 + Math.exp(square(points, i) - 1));
            double slope = weights.get(i, 0) * (1 - inside) - weights.get(i, 1) * inside;
            for (int j = 0; j < D; j++) {
                gradients[i * D + j] = (float) (-2 * slope * points.get(i, j));
            }
        }
        return FloatPoints.wrap(gradients, points.size(), D);
    }

    private static double square(FloatPoints points, int i) {
        double square = 0;
        for (int j = 0; j < D; j++) {
            square += points.get(i, j) * points.get(i, j);
        }
        return square;
    }

    /** Logits W·x + c·sin(3V·x) of random weights; linear where c = 0. Inputs have the classes that they are given. */
    private record Scores(double[][] weights, double[][] waves, double curvature, FloatPoints inputs) {

        static Scores random(boolean curved, long seed) {
            Random random = new Random(seed);
            float[] inputs = new float[N * D];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = random.nextFloat();
            }
            return new Scores(matrix(random), matrix(random), curved ? 0.5 : 0, FloatPoints.wrap(inputs, N, D));
        }

        private static double[][] matrix(Random random) {
            double[][] matrix = new double[CLASSES][D];
            for (double[] row : matrix) {
                Arrays.setAll(row, j -> random.nextGaussian());
            }
            return matrix;
        }

        Target target(InputRange range, int batch) {
            FloatPoints answers = logProbabilities(inputs);
            int[] labels = new int[N];
            for (int i = 0; i < N; i++) {
                labels[i] = AttackLoss.first(answers, i, 1)[0];
            }
            return new Target(this::logProbabilities, inputs, labels, range, batch);
        }

        private static double dot(double[] row, FloatPoints points, int i) {
            double sum = 0;
            for (int j = 0; j < D; j++) {
                sum += row[j] * (points.get(i, j) - 0.5);
            }
            return sum;
        }

        FloatPoints logProbabilities(FloatPoints points) {
            float[] answers = new float[points.size() * CLASSES];
            for (int i = 0; i < points.size(); i++) {
                double[] logits = new double[CLASSES];
                double sum = 0;
                for (int c = 0; c < CLASSES; c++) {
                    logits[c] = dot(weights[c], points, i) + curvature * Math.sin(3 * dot(waves[c], points, i));
                    sum += Math.exp(logits[c]);
                }
                for (int c = 0; c < CLASSES; c++) {
                    answers[i * CLASSES + c] = (float) (logits[c] - Math.log(sum));
                }
            }
            return FloatPoints.wrap(answers, points.size(), CLASSES);
        }

        FloatPoints gradients(FloatPoints points, FloatPoints scoreWeights) {
            FloatPoints answers = logProbabilities(points);
            float[] gradients = new float[points.size() * D];
            for (int i = 0; i < points.size(); i++) {
                double total = 0;
                for (int c = 0; c < CLASSES; c++) {
                    total += scoreWeights.get(i, c);
                }
                for (int c = 0; c < CLASSES; c++) {
                    double weight = scoreWeights.get(i, c) - total * Math.exp(answers.get(i, c));
                    double slope = 3 * curvature * Math.cos(3 * dot(waves[c], points, i));
                    for (int j = 0; j < D; j++) {
                        gradients[i * D + j] += (float) (weight * (weights[c][j] + slope * waves[c][j]));
                    }
                }
            }
            return FloatPoints.wrap(gradients, points.size(), D);
        }

        /** The least perturbation of an input that changes its class, of a linear classifier. */
        double distance(Norm norm, Target target, int i) {
            FloatPoints answers = logProbabilities(target.inputs());
            int label = target.labels()[i];
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < CLASSES; c++) {
                if (c != label) {
                    float[] difference = new float[D];
                    for (int j = 0; j < D; j++) {
                        difference[j] = (float) (weights[label][j] - weights[c][j]);
                    }
                    least = Math.min(least, (answers.get(i, label) - answers.get(i, c)) / norm.dualLength(difference));
                }
            }
            return least;
        }
    }
}
