"""What runs inside Rasa, on its own extension points: the input channel, the tracker store and a part of the pipeline.

`turns` and `taught_words` are plain Python, without Rasa, so that they can be tested anywhere.
"""
