package org.leastaction.bench.page;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ModuleBundleTest {

    @Test
    void modulesComeBeforeThoseThatUseThemAndOnce() {
        String script = ModuleBundle.of(Map.of(
                "main", "import {f} from \"./a.js\";\nimport {\n  g,\n} from \"./b.js\";\nexport function start() {}",
                "a", "import {g} from \"./b.js\";\nconst own = 1;\nexport const f = own;",
                "b", "const own = 2;\nexport class g {}")::get, "main");
        assertThat(script.indexOf("const lap_b = ")).isLessThan(script.indexOf("const lap_a = "));
        assertThat(script.indexOf("const lap_a = ")).isLessThan(script.indexOf("const lap_main = "));
        assertThat(script).containsOnlyOnce("const lap_b = ").contains("const {f} = lap_a;", "return {f};",
                "return {g};", "return {start};").endsWith("lap_main.start();\n")
                .doesNotContainPattern("(?m)^(import|export)\\b");
    }

    @Test
    void cyclesAreRefused() {
        assertThatThrownBy(() -> ModuleBundle.of(Map.of("main", "import {a} from \"./main.js\";")::get, "main"))
                .hasMessageContaining("cycle");
    }

    @ParameterizedTest
    @ValueSource(strings = {"export default 1;", "import x from \"./a.js\";", "import \"./a.js\";", "export {a};",
            "import {a as b} from './a.js';"})
    void otherFormsAreRefused(String line) {
        assertThatThrownBy(() -> ModuleBundle.of(Map.of("main", line, "a", "")::get, "main"))
                .hasMessageContaining("cannot be bundled");
    }
}
