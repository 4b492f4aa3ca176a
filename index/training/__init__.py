"""How an encoder of our own is made: base model → smaller student → trained on codified law → int8 ONNX.

None is shipped yet, since none has beaten the base one (docs/benchmarks.md). Nothing at run time imports this package.
"""
