package org.leastaction.bench.data.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.leastaction.bench.data.DataPlaces;
import org.leastaction.bench.data.DataRequest;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.bench.data.DataSet;
import org.leastaction.bench.data.DataSets;
import org.leastaction.bench.data.picture.PictureForm;
import org.leastaction.flow.FlowShape;
import org.leastaction.flow.InputDescription;
import org.leastaction.flow.Segment;
import org.leastaction.flow.InputNormalisation;
import org.leastaction.io.InputFileException;

/** The files of model hubs beside a model give its inputs, as the libraries that wrote them compute them. */
class HubFilesTest {

    private static final Path GOLDEN = Path.of("src", "test", "resources", "golden", "hub");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    private static FlowShape network(int height, int width, int classes) {
        return new FlowShape(List.of(height, width, 3), List.of(4), List.of(new Segment(List.of(4), 1)), classes);
    }

    static Stream<JsonNode> cases() throws IOException {
        return StreamSupport.stream(
                JSON.readTree(GOLDEN.resolve("cases.json").toFile()).get("cases").spliterator(), false);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void inputsAreThoseOfTheLibraries(JsonNode golden) throws IOException {
        for (String name : List.of("preprocessor_config.json", "config.json")) {
            if (!golden.get(name).isNull()) {
                Files.writeString(folder.resolve(name), golden.get(name).toString());
            }
        }
        picture("test/a/0.png");
        picture("test/b/0.png");
        int height = golden.get("shape").get(1).asInt();
        int width = golden.get("shape").get(2).asInt();

        DataSet data = load(network(height, width, 2), PictureForm.asStored());

        assertThat(data.test().shape()).containsExactly(height, width, 3);
        int step = golden.path("step").asInt(1);
        float[] pixels = data.test().points().toArray();
        int next = 0;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < height; i += step) {
                for (int j = 0; j < width; j += step) {
                    assertThat((double) pixels[(i * width + j) * 3 + c])
                            .as("%s, channel %d, row %d, column %d", golden.get("name"), c, i, j)
                            .isCloseTo(golden.get("values").get(next++).asDouble(), within(2e-5));
                }
            }
        }
        assertThat(next).isEqualTo(golden.get("values").size());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "preprocessor_config.json | {'image_mean':[0.5,0.5,0.5],'image_std':[0.25,0.25,0.25]}      | 0.5 0.5 0.5 | 0.25 0.25 0.25",
            "preprocessor_config.json | {'do_normalize':false,'image_mean':[0.5],'image_std':[0.25]}   | 0           | 1",
            "preprocessor_config.json | {'do_rescale': false,'image_mean':[51],'image_std':[0.51]}     | 0.2         | 0.002",
            "preprocessor_config.json | {'image_mean':[123.675],'image_std':[58.395]}                  | 0.485       | 0.229",
            "preprocessor_config.json | {'image_mean':[0.5, 0.5],'image_std':[0.25, 0.25]}             |             | ",
            "preprocessor_config.json | {'image_mean':['x'],'image_std':[0.25]}                        |             | ",
            "preprocessor_config.json | {'image_mean':[0.5],'image_std':[0]}                           |             | ",
            "config.json | {'pretrained_cfg': {'mean': [0.1,0.2,0.3], 'std': [0.4,0.5,0.6], 'x': 1}}   | 0.1 0.2 0.3 | 0.4 0.5 0.6",
            "config.json | {'mean': [0.1,0.2,0.3], 'std': [0.4,0.5,0.6]}                               | 0.1 0.2 0.3 | 0.4 0.5 0.6",
            "config.json | {'hidden': [3, 4]}                                                          |             | ",
            "config.json | {'mean': [0.1,                                                              |             | ",
            "config.json | [1, 2]                                                                      |             | ",
            "other.json  | {'image_mean':[0.5],'image_std':[0.25]}                                     |             | "})
    void normalisations(String name, String json, String means, String stds) throws IOException {
        for (String place : List.of("model", "model/onnx")) {
            Path model = Files.createDirectories(folder.resolve(place)).resolve("model.onnx");
            Files.writeString(folder.resolve("model").resolve(name), json.replace('\'', '"'));

            Optional<InputNormalisation> known = HubFiles.beside(model, network(8, 8, 2)).normalisation();

            assertThat(known.isPresent()).isEqualTo(means != null);
            if (means != null) {
                assertThat(known.get().agreesWith(new InputNormalisation(doubles(means), doubles(stds))))
                        .as("%s", known.get()).isTrue();
            }
        }
    }

    @Test
    void damagedProcessorsAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("preprocessor_config.json"), "{\"image_mean\": [0.5,");
        assertThatThrownBy(() -> HubFiles.beside(folder.resolve("model.onnx"), network(8, 8, 2)))
                .isInstanceOf(InputFileException.class).hasMessageStartingWith(file + ": is not JSON: ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "{'size': 32}                                        | states pictures of 32 × 32, and the network takes 16 × 16",
            "{'size': 16, 'resample': 0}                         | the interpolation 'nearest' of the files",
            "{'size': 16, 'resample': 9}                         | the interpolation '9' of the files",
            "{'size': 16, 'crop_size': 99999}                    | crop takes one or two whole numbers"})
    void whatIsNotUsedIsSaid(String json, String remark) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), json.replace('\'', '"'));
        assertThat(HubFiles.beside(folder.resolve("model.onnx"), network(16, 16, 2)).remarks())
                .singleElement().asString().contains(remark);
    }

    @Test
    void cropModesThatAreNotOfferedAreSaid() throws IOException {
        Files.writeString(folder.resolve("config.json"),
                "{\"input_size\": [3, 16, 16], \"crop_pct\": 0.9, \"crop_mode\": \"border\"}");
        ModelInputs inputs = HubFiles.beside(folder.resolve("model.onnx"), network(16, 16, 2));
        assertThat(inputs.pictures()).isEmpty();
        assertThat(inputs.remarks()).singleElement().asString().contains("the crop mode 'border'");
    }

    /** Other programs write such files: one that is too large is not read, with a remark. */
    @Test
    void aLargeConfigurationIsNotRead() throws IOException {
        Files.writeString(folder.resolve("config.json"), "[" + "0,".repeat(600_000) + "0]");
        ModelInputs inputs = HubFiles.beside(folder.resolve("model.onnx"), network(16, 16, 2));
        assertThat(inputs.normalisation()).isEmpty();
        assertThat(inputs.remarks()).singleElement().asString()
                .contains("config.json is not read: it has 1200003 bytes");
    }

    @Test
    void givenSizesComeFirst() throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"size\": 16, \"resample\": 3}");
        picture("test/a/0.png");
        picture("test/b/0.png");
        DataSet data = load(network(16, 16, 2), PictureForm.asStored().resized(List.of(18)).cropped(List.of(16)));
        assertThat(data.test().shape()).containsExactly(16, 16, 3);
        assertThat(data.remarks()).contains("pictures are resized to 18 (bilinear), cropped to 16;"
                + " preprocessor_config.json states: resized to 16 × 16 (bicubic)");
    }

    /** An option that repeats the stated sizes changes nothing, and there is nothing to remark. */
    @ParameterizedTest
    @CsvSource({"14", "14 14"})
    void givenSizesThatAreTheStatedOnesChangeNothing(String crop) throws IOException {
        Files.writeString(folder.resolve("preprocessor_config.json"), "{\"size\": {\"shortest_edge\": 21},"
                + " \"crop_size\": {\"height\": 14, \"width\": 14}, \"resample\": 2}");
        picture("test/a/0.png");
        picture("test/b/0.png");
        DataSet stated = load(network(14, 14, 2), PictureForm.asStored());
        DataSet given = load(network(14, 14, 2), PictureForm.asStored().resized(List.of(21))
                .cropped(Arrays.stream(crop.split(" ")).map(Integer::valueOf).toList()));
        assertThat(given.test().points().toArray()).isEqualTo(stated.test().points().toArray());
        assertThat(given.remarks()).isEmpty();
    }

    /** Folders are numbered as the model numbers its classes, not by their names. */
    @Test
    void theModelsNamesNumberTheClasses() throws IOException {
        Files.writeString(folder.resolve("config.json"),
                "{\"id2label\": {\"0\": \"zebra\", \"1\": \"ant\", \"2\": \"bee\"}}");
        picture("test/ant/0.png");
        picture("test/zebra/0.png");
        DataSet data = load(network(42, 50, 3), PictureForm.asStored());
        assertThat(data.test().labels()).containsExactly(0, 1);
        assertThat(data.classNames()).containsExactly("zebra", "ant", "bee");
        assertThat(data.remarks()).contains("classes are numbered as in config.json");

        picture("test/cow/0.png");
        data = load(network(42, 50, 3), PictureForm.asStored());
        assertThat(data.test().labels()).containsExactly(0, 1, 2);
        assertThat(data.classNames()).containsExactly("ant", "cow", "zebra");
        assertThat(data.remarks()).singleElement().asString()
                .contains("alphabetical order, because config.json has no class 'cow'; it begins with 'zebra'");
    }

    /** Folders 0 to 9 have the model's numbers; of 0 to 10, which are in alphabetical order, most have not. */
    @ParameterizedTest
    @CsvSource({"10, class 2", "11, 10"})
    void numberedFoldersHaveTheModelsNamesIfTheyHaveItsNumbers(int classes, String third) throws IOException {
        StringJoiner names = new StringJoiner(",", "{\"id2label\": {", "}}");
        for (int label = 0; label < classes; label++) {
            names.add("\"" + label + "\": \"class " + label + "\"");
            picture("test/" + label + "/0.png");
        }
        Files.writeString(folder.resolve("config.json"), names.toString());
        assertThat(load(network(42, 50, classes), PictureForm.asStored()).classNames()).element(2).isEqualTo(third);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', value = {
            "{'id2label': {'0': 'LABEL_0', '1': 'LABEL_1'}}",
            "{'id2label': {'0': 'a', '1': 'b', '2': 'c'}}",
            "{'id2label': {'0': 'a', '2': 'b'}}",
            "{'label_names': ['a', '']}",
            "{'label_names': 'ab'}"})
    void namesThatDoNotFitAreNotUsed(String json) throws IOException {
        Files.writeString(folder.resolve("config.json"), json.replace('\'', '"'));
        assertThat(HubFiles.beside(folder.resolve("model.onnx"), network(16, 16, 2)).classNames()).isEmpty();
    }

    @Test
    void aNameThatSeveralClassesHaveHasNotMoved() {
        ClassNames birds = ClassNames.of(List.of("crane", "dog", "crane"));
        assertThat(birds.firstMoved(ClassNames.of(List.of("crane", "Dog", "crane 2")))).isEmpty();
        assertThat(birds.firstMoved(ClassNames.of(List.of("dog", "crane", "crane 2")))).hasValue(1);
    }

    /** This program states the colour; another one may use the keys for other purposes. */
    @Test
    void aPreparationWithoutAColourDoesNotForbidOptions() {
        for (boolean coloured : new boolean[] {true, false}) {
            Map<String, String> metadata = coloured ? Map.of("crop", "16", "colour", "rgb") : Map.of("crop", "16");
            assertThat(ModelInputs.unknown().with(InputDescription.of(metadata), network(16, 16, 2)).pictures()
                    .orElseThrow().binding()).isEqualTo(coloured);
        }
    }

    /** The pictures under {@code test}, as for the model {@code model.onnx} in the folder. */
    private DataSet load(FlowShape network, PictureForm form) throws IOException {
        ModelInputs inputs = HubFiles.beside(folder.resolve("model.onnx"), network);
        DataRequest request = DataRequest.of(folder.toString()).withPictures(form)
                .withPurpose(Purpose.measuring(network).withModel(inputs));
        if (inputs.normalisation().isPresent()) {
            request = request.withMean(inputs.normalisation().get().mean())
                    .withStd(inputs.normalisation().get().std());
        }
        return DataSets.standard().load(request,
                DataPlaces.of(Optional.empty(), Optional.empty(), folder.resolve("home")));
    }

    private void picture(String name) throws IOException {
        Files.createDirectories(folder.resolve(name).getParent());
        Files.copy(GOLDEN.resolve("picture.png"), folder.resolve(name));
    }

    private static List<Double> doubles(String text) {
        return Arrays.stream(text.split(" ")).map(Double::valueOf).toList();
    }
}
