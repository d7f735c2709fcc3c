package org.leastaction.bench.record;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.SettingType;

class ModelTest {

    /** A family that the product does not know. */
    private record Spiral() implements NetworkFamily {

        private static final SettingSchema SETTINGS = SettingSchema.of(
                Setting.of(BLOCKS, SettingType.wholeNumbers(1), List.of(2, 3), "residual blocks of each stage"),
                Setting.of("turns", SettingType.numberAbove(0), 1.5, "turns of a spiral").reportedAs("%s turns"),
                Setting.of("left-handed", SettingType.flag(), false, "turn left").reportedAs("left hand"));

        @Override
        public String key() {
            return "spiral";
        }

        @Override
        public String name() {
            return "Spiral";
        }

        @Override
        public String help() {
            return "network of spirals";
        }

        @Override
        public SettingSchema settings() {
            return SETTINGS;
        }
    }

    private static final NetworkSpec SPIRAL = new Spiral().network(List.of(2), 2);

    @Test
    void aFamilysOwnSettingsStandInTheRecordAndComeBack() throws Exception {
        RunRecord record = RunRecord.of("a", null).withModel(RunRecord.Model.of(SPIRAL.with("left-handed", true)));
        String line = RecordJson.line(record);
        JsonNode model = new ObjectMapper().readTree(line).get("model");

        assertThat(model.get("family").asText()).isEqualTo("spiral");
        assertThat(model.get("turns").asDouble()).isEqualTo(1.5);
        assertThat(model.get("left_handed").asBoolean()).isTrue();
        assertThat(model.get("blocks").asInt()).isEqualTo(5);
        assertThat(model.get("stages")).hasSize(2);
        assertThat(RecordJson.parse(line)).isEqualTo(record);
        assertThat(Summary.csv(List.of(record))).contains("turns,left_handed").contains("1.5,true");
    }

    @Test
    void reportsUseTheWordsOfTheFamily() {
        assertThat(RunRecord.Model.of(SPIRAL).words()).isEqualTo("Spiral of 2, 3 blocks (1.5 turns, no left hand)");
    }

    @Test
    void whatAnOlderRecordLeavesOutHasItsDefault() {
        RunRecord.Model whole = RunRecord.Model.of(SPIRAL);
        RunRecord.Model older =
                new RunRecord.Model("spiral", null, 5, List.of(2, 3), Map.of("turns", 1.5), null);

        assertThat(older.describes(SPIRAL)).isTrue();
        assertThat(whole.describes(SPIRAL)).isTrue();
        assertThat(older.describes(SPIRAL.with("left-handed", true))).isFalse();
        assertThat(older.describes(SPIRAL.with("turns", 2))).isFalse();
        assertThat(older.describes(SPIRAL.with("blocks", List.of(3, 2)))).isFalse();
        assertThat(new RunRecord.Model("spiral", null, 5, List.of(2, 3), Map.of("width", 3), null).describes(SPIRAL))
                .as("a setting that the family has not").isFalse();
    }
}
