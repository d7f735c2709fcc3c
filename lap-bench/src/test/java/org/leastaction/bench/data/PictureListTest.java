package org.leastaction.bench.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.leastaction.bench.data.DataRequest.Purpose;
import org.leastaction.io.InputFileException;

class PictureListTest {

    @TempDir
    Path folder;

    @BeforeEach
    void pictures() throws IOException {
        for (int i = 0; i < 4; i++) {
            CifarFiles.image(folder.resolve("pictures/a, " + i + ".png"), i, 5, 3);
        }
    }

    private DataSet load(String name, String text, Optional<String> classNames) throws IOException {
        Path list = Files.writeString(folder.resolve(name), text);
        DataRequest request = DataRequest.of(list.toString()).withPurpose(Purpose.measuring(2));
        if (classNames.isPresent()) {
            request = request.withClassNames(Files.writeString(folder.resolve("names"), classNames.get()));
        }
        return DataSets.standard().load(request, DataPlaces.of(Optional.empty(), Optional.empty(), folder));
    }

    @Test
    void csv() throws IOException {
        DataSet data = load("list.csv", "label,path\ndog,\"pictures/a, 1.png\"\ncat,\"pictures/a, 0.png\"\n",
                Optional.empty());

        assertThat(data.name()).isEqualTo("list");
        assertThat(data.classNames()).containsExactly("cat", "dog");
        assertThat(data.test().labels()).containsExactly(1, 0);
        assertThat(data.train().size()).isZero();
        assertThat(Math.round(255 * data.test().points().get(0, 0))).isEqualTo(CifarFiles.pixel(1, 0, 0, 0));
    }

    @Test
    void jsonLinesWithASplitAndNumbers() throws IOException {
        DataSet data = load("list.jsonl", """
                {"path": "pictures/a, 0.png", "label": 2, "split": "train"}

                {"path": "pictures/a, 3.png", "label": 0, "split": "test"}
                """, Optional.of("shark\nray\neel\n"));

        assertThat(data.train().size()).as("not read for measuring").isZero();
        assertThat(data.test().labels()).containsExactly(0);
        assertThat(DataSets.standard().load(DataRequest.of(folder.resolve("list.jsonl").toString()),
                DataPlaces.of(Optional.empty(), Optional.empty(), folder)).train().labels()).containsExactly(2);
        assertThat(data.classNames()).containsExactly("shark", "ray", "eel");
    }

    @Test
    void labelsMayBeNamesOfTheFileOfNames() throws IOException {
        String list = "path,label\n\"pictures/a, 0.png\",eel\n\"pictures/a, 1.png\",n00000001\n";

        assertThat(load("list.csv", list, Optional.of("n00000001 shark\nn00000002 eel")).test().labels())
                .containsExactly(1, 0);
        assertThatThrownBy(() -> load("list.csv", list, Optional.of("shark\nray")))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("line 2 has the label 'eel', which the file of class names lacks");
    }

    @Test
    void aByteOrderMarkIsIgnored() throws IOException {
        String mark = "\uFEFF";

        assertThat(load("list.csv", mark + "path,label\n\"pictures/a, 0.png\",b\n\"pictures/a, 1.png\",a\n",
                Optional.of(mark + "a\nb\n")).test().labels()).containsExactly(1, 0);
        assertThat(load("list.jsonl", mark + "{\"path\": \"pictures/a, 0.png\", \"label\": 1}", Optional.empty())
                .test().labels()).containsExactly(1);
    }

    @Test
    void aLabelThatSeveralClassesHaveIsRefused() throws IOException {
        String list = "path,label\n\"pictures/a, 0.png\",crane\n\"pictures/a, 1.png\",dog\n";

        assertThatThrownBy(() -> load("list.csv", list, Optional.of("crane\ndog\ncrane\n")))
                .isInstanceOf(InputFileException.class).hasMessageContaining(
                        "line 2 has the label 'crane', which several classes have in the file of class names");
        assertThatThrownBy(() -> load("list.csv", list, Optional.of("crane\n\ndog\n")))
                .isInstanceOf(InputFileException.class).hasMessageContaining("names: line 2 is blank");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "list.csv | file,label%a.png,0 | line 2 has no path",
            "list.csv | path,label%a.png, | line 2 has no label",
            "list.csv | path,label%a.png,0 | of one class",
            "list.csv | path,label%a.png,0%b.png,70000 | line 3 has the label 70000",
            "list.csv | path,label,split%a.png,0,val%b.png,1,test | line 2 has the split 'val'; 'train' and 'test' are right",
            "list.csv | path,label,split%a.png,0,train%b.png,1,train | lists no picture with the split 'test'",
            "list.csv | path,label | lists no picture",
            "list.jsonl | {} | line 1 has no path",
            "list.jsonl | []%[ | line 1 has no path",
            "list.jsonl | {\"path\": \"a.png\", \"label\": 0}%nonsense | line 2 is not a JSON object"})
    void mistakesAreNamedWithTheirLine(String name, String text, String problem) {
        assertThatThrownBy(() -> load(name, text.replace("%", "\n"), Optional.empty()))
                .isInstanceOf(InputFileException.class)
                .message().startsWith(folder.resolve(name) + ": ").contains(problem).doesNotContain("\n");
    }

    @Test
    void namesOfFewerClassesThanTheDataHave() throws IOException {
        String list = "path,label\n\"pictures/a, 0.png\",0\n\"pictures/a, 1.png\",2\n";

        assertThat(load("list.csv", list, Optional.empty()).classNames()).isEqualTo(List.of("0", "1", "2"));
        assertThatThrownBy(() -> load("list.csv", list, Optional.of("shark\nray")))
                .hasMessageContaining("line 3 has the label 2, and there are 2 classes");
        assertThatThrownBy(() -> load("list.csv", list, Optional.of("shark")))
                .hasMessageContaining("names 1 classes; at least 2 are needed");
        assertThatThrownBy(() -> load("list.csv", list, Optional.of("{\"0\": \"a\", \"2\": \"b\"}")))
                .hasMessageContaining("has no name of class 1");
        assertThatThrownBy(() -> load("list.csv", list, Optional.of("{\"0\": \"a\", \"1\": \" \"}")))
                .hasMessageContaining("has no name of class 1");
    }
}
