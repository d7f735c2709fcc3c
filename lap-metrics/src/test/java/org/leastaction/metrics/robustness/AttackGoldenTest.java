package org.leastaction.metrics.robustness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.leastaction.io.InputFileException;
import org.leastaction.metrics.GoldenMetrics;
import org.leastaction.metrics.robustness.AttackEnsemble.Outcome;

/**
 * Against AutoAttack of its authors on the same network and 500 images, see golden/attacks.py. Starting points are
 * random, so a few images differ: one percentage point is five of them.
 *
 * <p>By default one attack of each norm; {@code -Dlap.attacks=standard} runs the whole ensemble in its standard settings
 * (ten minutes).
 */
class AttackGoldenTest {

    private static final double POINT = 0.01 + 1e-6;
    private static final Map<String, String> NAMES =
            Map.of("apgd_ce", "apgd-ce", "apgd_dlr", "apgd-dlr", "apgd_t", "apgd-t", "square", "square");

    private static final GoldenMetrics GOLDEN = new GoldenMetrics("attacks");
    private static SmallNetwork network;
    private static Target target;

    @BeforeAll
    static void read() throws URISyntaxException, InputFileException {
        network = new SmallNetwork(Path.of(
                Objects.requireNonNull(AttackGoldenTest.class.getResource("/golden/attacks.npz")).toURI()));
        target = new Target(network::logProbabilities, network.images(), network.labels(), InputRange.unit(), 64);
    }

    @Test
    void theNetworkIsTheSame() {
        double clean = Target.count(target.rights(target.inputs(), target.labels())) / (double) target.size();

        assertThat(clean).isCloseTo(GOLDEN.number("clean"), within(1e-6));
    }

    @ParameterizedTest
    @EnumSource
    void accuracyIsWithinAPointOfTheReference(Norm norm) {
        String name = norm == Norm.L2 ? "L2" : "Linf";
        AttackEnsemble ensemble = AttackEnsemble.standard(new PixelLayout(28, 28, 1, 1), 0);
        boolean standard = "standard".equals(System.getProperty("lap.attacks"));
        int one = norm == Norm.L2 ? 1 : 0;
        List<Attack> members = standard ? ensemble.members() : ensemble.members().subList(one, one + 1);

        Outcome outcome = new AttackEnsemble(members).attack(
                target, Optional.of(network::gradients), new AttackBall(norm, GOLDEN.number(name + ".radius")));

        for (int member = 0; member < members.size(); member++) {
            String key = name + "." + NAMES.get(members.get(member).key());
            assertThat(outcome.accuracy(member).value()).as("%s, seed 0", key)
                    .isCloseTo(GOLDEN.number(key), within(POINT));
        }
        if (standard) {
            // The reference is without APGD-DLR, the second member.
            Outcome others = new Outcome(
                    List.of(members.get(0), members.get(2), members.get(3)),
                    List.of(outcome.standing().get(0), outcome.standing().get(2), outcome.standing().get(3)),
                    outcome.clean());
            assertThat(others.accuracy().value()).as("the ensemble, seed 0")
                    .isCloseTo(GOLDEN.number(name + ".standard"), within(POINT));
        }
    }
}
