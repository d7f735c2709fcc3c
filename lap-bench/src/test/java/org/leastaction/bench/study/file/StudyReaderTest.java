package org.leastaction.bench.study.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.study.Presentation;
import org.leastaction.bench.study.Presentation.StudyFigure;
import org.leastaction.bench.study.Study;
import org.leastaction.bench.study.Study.Preparation;
import org.leastaction.bench.study.StudyCell;
import org.leastaction.bench.study.Trainings;
import org.leastaction.flow.training.AutoencoderRun;
import org.leastaction.flow.training.TrainingRun;
import org.leastaction.io.InputFileException;
import org.leastaction.settings.SettingException;

class StudyReaderTest {

    private static final String GOOD = """
            study: sample
            title: A sample
            instances: 7
            accuracy: best
            settings:
              model: mlp
              epochs: 10
              milestones: [4, 8]
            columns:
              - label: plain
                settings: {no-batch-norm: true}
              - label: BN
            rows:
              - label: ResNet
                published: [[76.6, 73.1, 80.2], [75.4, 72.3, 78.6]]
              - label: LAP
                settings: {objective: lap, epochs: 20}
            notes: [A note.]
            best-of: row
            figures: [curves]
            prepare:
              - name: digits
                settings: {model: autoencoder, epochs: 3}
            """;

    @TempDir
    private Path folder;

    /** Knows a few settings, and that epochs are at least 1. */
    private static final class FewSettings implements Trainings {

        @Override
        public List<String> keys() {
            return List.of("model", "epochs", "milestones", "no-batch-norm", "objective", "encoder");
        }

        @Override
        public void check(StudyCell cell) {
            if (Integer.parseInt(cell.settings().get("epochs")) < 1) {
                throw new SettingException("epochs", "epochs must be at least 1");
            }
        }

        @Override
        public void check(Preparation preparation) {
            if (!"autoencoder".equals(preparation.settings().get("model"))) {
                throw new SettingException("model", "what is prepared is an autoencoder");
            }
        }

        @Override
        public DataSet data(Map<String, String> settings, long seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public AutoencoderRun autoencoder(Preparation preparation, DataSet data, long seed) {
            throw new UnsupportedOperationException();
        }

        @Override
        public TrainingRun run(StudyCell cell, DataSet data, long seed) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void aCellHasTheCommonSettingsThenItsColumnsThenItsRows() throws IOException {
        Study study = read(GOOD);

        assertThat(study.instances()).isEqualTo(7);
        assertThat(study.seeds()).isEqualTo(Study.SeedRule.HASHED);
        assertThat(study.together()).isEqualTo(Study.Together.CELL);
        assertThat(study.shown().accuracy()).isEqualTo(Presentation.Accuracy.BEST);
        assertThat(study.shown().rivals()).isEqualTo(Presentation.Rivals.ROW);
        assertThat(study.shown().figures()).containsExactly(StudyFigure.CURVES);
        assertThat(study.prepared()).singleElement()
                .isEqualTo(new Preparation("digits", Map.of("model", "autoencoder", "epochs", "3")));
        assertThat(study.rows()).containsExactly("ResNet", "LAP");
        assertThat(study.cell(1, 0).settings()).containsEntry("no-batch-norm", "true")
                .containsEntry("objective", "lap").containsEntry("epochs", "20").containsEntry("milestones", "4,8");
        assertThat(study.cell(0, 1).published().orElseThrow().percent().value()).isEqualTo(75.4);
        assertThat(study.cell(1, 1).published()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "instances: 7 | instnaces: 7 | line 3: unknown key 'instnaces'; did you mean 'instances'?",
            "instances: 7 | instances: seven | line 3: 'instances' needs a whole number, not 'seven'",
            "instances: 7 | instances: 0 | line 3: instances: there must be at least 1 instance",
            "accuracy: best | accuracy: better | line 4: 'accuracy' is one of final, best, not 'better'",
            "epochs: 10 | epocs: 10 | line 7: unknown key 'settings.epocs'; did you mean 'epochs'?",
            "epochs: 10 | epochs: 0 | line 7: settings.epochs: epochs must be at least 1",
            "accuracy: best | seeds: random | line 4: 'seeds' is one of hashed, consecutive, not 'random'",
            "accuracy: best | together: column | line 4: 'together' is one of cell, row, not 'column'",
            "model: mlp | model: | line 6: 'settings.model' needs one word or number",
            "label: BN | label: plain | line 12: 'columns.label' is there twice: 'plain'",
            "label: BN | name: BN | line 12: unknown key 'columns.name'",
            "[75.4, 72.3, 78.6]] | ] | line 15: 'rows.published' has 1 cells, and there are 2 columns",
            "[75.4, 72.3, 78.6]] | [75.4, 80]] | line 15: 'rows.published' needs [mean, low, high]",
            "[75.4, 72.3, 78.6]] | [75.4, 80, 78.6]] | line 15: rows.published: a published cell is [mean, low, high]",
            "study: sample | study: Sample One | line 1: study: a study's name has lower-case letters",
            "study: sample | titel: x | line 1: unknown key 'titel'; did you mean 'title'?",
            "title: A sample | study: again | line 2: the key 'study' is there twice",
            "objective: lap, epochs: 20} | objektive: lap} | line 17: unknown key 'rows.settings.objektive'",
            "best-of: row | best-of: rows | line 19: 'best-of' is one of column, row, not 'rows'",
            "[curves] | [curve] | line 20: 'figures' has only plane, cost-accuracy, decodings, curves, measures in it",
            "[curves] | [curves, curves] | line 20: figures: a figure is named twice",
            "[curves] | [plane] | study: the figure plane needs more measures than 'training'",
            "name: digits | nmae: digits | line 22: unknown key 'prepare.nmae'; did you mean 'name'?",
            "name: digits | name: My Digits | line 22: prepare.name: the name of a preparation has lower-case",
            "model: autoencoder | model: mlp | line 23: prepare.settings.model: what is prepared is an autoencoder",
            "epochs: 20} | epochs: 20, encoder: digts} | line 17: 'settings.encoder' is 'digts', which is no folder",
            "title: A sample | title: 'A sample | line 2: this is not YAML"})
    void aMistakeIsToldWithItsLineAndKey(String right, String wrong, String sentence) {
        assertThat(GOOD).contains(right);

        assertThatThrownBy(() -> read(GOOD.replace(right, wrong == null ? "" : wrong)))
                .isInstanceOf(InputFileException.class).hasMessageContaining(sentence);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "empty", value = {
            "empty | is empty",
            "- a list | starts with keys",
            "word | starts with keys",
            "study: x | needs at least one entry with a label",
            "a: &a [*a] | ",
            "? [a] : b | a key is a word"})
    void whatIsNoStudyIsRefused(String text, String sentence) {
        assertThatThrownBy(() -> read(text == null ? "" : text))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("sample.yaml")
                .hasMessageContaining(sentence == null ? "" : sentence);
    }

    @Test
    void aMissingFileIsTold() {
        assertThatThrownBy(() -> new StudyReader(new FewSettings()).read(folder.resolve("nowhere.yaml")))
                .isInstanceOf(InputFileException.class).hasMessageContaining("there is no such file");
    }

    private Study read(String text) throws IOException {
        Path file = Files.writeString(folder.resolve("sample.yaml"), text);
        return new StudyReader(new FewSettings()).read(file);
    }
}
